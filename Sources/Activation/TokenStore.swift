package import OTPCore

/// Where records and secrets live.
///
/// The one promise everything rests on: a decision and the change it makes are one transaction. Between the moment a record
/// is read for ``update(_:_:)`` and the moment the change is durable nobody else decides on it, in this process or another.
package protocol TokenStore: Sendable {
    /// Makes one decision: reads the records, lends the closure these and the device's key, stores what it changed, and
    /// returns its answer once that is durable.
    ///
    /// The closure runs exactly once if nothing is thrown. For a device the store does not know, the key is
    /// ``OTPCore/HMACKey/decoy``. A change of ``Dossier/held`` or of whom a record is about is not stored.
    func update<Decision: Sendable>(
        _ subject: Dossier.Subject,
        _ decide: @escaping @Sendable (inout Dossier, borrowing HMACKey) -> Decision
    ) async throws(TokenStoreError) -> Decision

    /// The record of a device.
    func token(_ serialNumber: SerialNumber) async throws(TokenStoreError) -> TokenRecord?

    /// The record of a holder.
    func holder(_ userID: UserID) async throws(TokenStoreError) -> HolderRecord?

    /// The devices of a holder, by serial number.
    func tokens(of userID: UserID) async throws(TokenStoreError) -> [TokenRecord]

    /// Adds a holder; false if the user ID is taken.
    func add(_ holder: HolderRecord) async throws(TokenStoreError) -> Bool

    /// Adds the devices of a batch in one transaction, and says of each what became of it, in the batch's order.
    func add(_ batch: consuming TokenBatch) async throws(TokenStoreError) -> [ImportOutcome]
}
