package import Activation
package import OTPCore

extension TokenStore {
    /// Makes one decision, as ``Activation/TokenStore/update(_:caller:_:)`` does; and what it has changed of devices.
    package func updateNotingChanges<Decision: Sendable>(
        _ subject: Dossier.Subject,
        caller: CallerID? = nil,
        at time: UnixTime,
        _ decide: @escaping @Sendable (inout Dossier, borrowing HMACKey) -> Decision
    ) async throws(TokenStoreError) -> (decision: Decision, changes: [DeviceChange]) {
        try await self.update(subject, caller: caller) { dossier, key in
            let before = dossier
            let decision = decide(&dossier, key)
            return (decision, DeviceChange.changes(from: before, to: dossier, at: time))
        }
    }
}
