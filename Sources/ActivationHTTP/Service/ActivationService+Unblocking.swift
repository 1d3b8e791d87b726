import Activation
import Logging

extension ActivationService {
    /// Forgets the wrong tries under a user ID; nil if there is no such holder.
    func unblockHolder(_ userID: UserID, caller: CallerID?) async throws -> HolderRecord? {
        let time = self.now()
        let holder = try await self.decide(.holder(userID), caller: caller, at: time) { dossier, _ in
            dossier.unblockHolder(at: time)
        }
        self.metrics.decided(.holderUnblocking, holder == nil ? .unknownHolder : .granted)
        self.logger.notice(
            "wrong tries forgotten",
            metadata: ["userID": "\(userID.text)", "known": "\(holder != nil)"]
        )
        return holder
    }

    /// Forgets the wrong tries of a caller; the record as it was.
    func unblockCaller(_ id: CallerID) async throws -> CallerRecord {
        let time = self.now()
        let before = try await self.store.update(.caller(id), caller: id) { dossier, _ in
            dossier.unblockCaller(at: time)
        }
        self.metrics.decided(.callerUnblocking, .granted)
        self.logger.notice("wrong tries forgotten", metadata: ["callerOfTries": "\(id.text)"])
        return before ?? CallerRecord(id: id)
    }
}
