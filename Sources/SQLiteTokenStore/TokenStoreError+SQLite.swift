import Activation
import GRDB

extension TokenStoreError {
    /// What SQLite reports, in our words; its message names columns, never values.
    init(sqlite error: any Error) {
        switch error {
        case let error as TokenStoreError:
            self = error
        case let error as DatabaseError:
            let message = error.message ?? "\(error.resultCode)"
            switch error.resultCode {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB:
                self = .damaged(reason: message)
            default:
                self = .unavailable(reason: message)
            }
        default:
            self = .unavailable(reason: "\(type(of: error))")
        }
    }
}
