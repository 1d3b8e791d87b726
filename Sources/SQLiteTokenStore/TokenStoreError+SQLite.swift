import Activation
import GRDB

extension TokenStoreError {
    /// What SQLite reports, in our words; its message names columns, never values.
    ///
    /// - Parameters:
    ///   - error: The error.
    ///   - isCommitting: Whether it came of a commit: if the disk fails in one, what is on it shows when the file is opened again.
    init(sqlite error: any Error, isCommitting: Bool = false) {
        switch error {
        case let error as TokenStoreError:
            self = error
        case let error as DatabaseError:
            let message = error.message ?? "\(error.resultCode)"
            switch error.resultCode {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB:
                self = .damaged(reason: message)
            case .SQLITE_IOERR where isCommitting:
                self = .outcomeUnknown(reason: message)
            default:
                self = .unavailable(reason: message)
            }
        default:
            self = .unavailable(reason: "\(type(of: error))")
        }
    }
}
