import FIDOAuthenticator
import FIDOMessages
import Testing

/// How a commit is broken off.
enum PowerCut: CaseIterable {
    /// Power is lost before anything is stored.
    case beforeStoring
    /// Power is lost when all is stored, and before the authenticator is told so.
    case afterStoring
    /// The store says that it could not.
    case storeFails
}

extension Platform {
    /// Sends a request and breaks off one of its commits, counted from 0.
    mutating func send(_ message: [UInt8], cutting cut: PowerCut, atCommit target: Int) throws {
        var commit = 0
        var action = self.begin(message)
        while true {
            switch action {
            case .awaitUserPresence:
                action = self.touch()
            case .commit where commit < target:
                self.store()
                commit += 1
                action = self.committed()
            case .commit:
                switch cut {
                case .beforeStoring:
                    try self.losePower()
                case .afterStoring:
                    self.store()
                    try self.losePower()
                case .storeFails:
                    #expect(self.commitFailed() == .reply([CTAP2StatusCode.other.rawValue]))
                }
                return
            case .none, .reply, .replyUserMissing:
                Issue.record("there was no commit \(target)")
                return
            }
        }
    }
}
