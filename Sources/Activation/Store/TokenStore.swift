package import OTPCore

/// Where records and secrets live.
///
/// The one promise everything rests on: a decision, the change it makes and its audit entry are one transaction. Between the
/// moment a record is read for ``update(_:caller:_:)`` and the moment the change is durable nobody else decides on it, in this
/// process or another.
package protocol TokenStore: Sendable {
    /// Makes one decision: reads the records, lends the closure these and the device's key, stores what it changed, appends
    /// its entry to the audit trail, and returns its answer once that is durable.
    ///
    /// The closure runs exactly once if nothing is thrown. For a device the store does not know, the key is
    /// ``OTPCore/HMACKey/decoy``. Of all in a dossier, changed are the token, the holder, those held, and the caller; never
    /// whom a record is about.
    ///
    /// - Parameters:
    ///   - subject: What the decision is about.
    ///   - caller: Whose wrong tries are counted; nil for a caller who is trusted with any number, so that its requests do not
    ///     wait for each other. For a subject that is a caller, the same one.
    ///   - decide: The decision.
    /// - Returns: What `decide` returned.
    /// - Throws: ``TokenStoreError``; then nothing was changed, unless it is ``TokenStoreError/outcomeUnknown(reason:)``.
    func update<Decision: Sendable>(
        _ subject: Dossier.Subject,
        caller: CallerID?,
        _ decide: @escaping @Sendable (inout Dossier, borrowing HMACKey) -> Decision
    ) async throws(TokenStoreError) -> Decision

    /// The record of a device.
    func token(_ serialNumber: SerialNumber) async throws(TokenStoreError) -> TokenRecord?

    /// The record of a holder.
    func holder(_ userID: UserID) async throws(TokenStoreError) -> HolderRecord?

    /// The devices of a holder, by serial number.
    func tokens(of userID: UserID) async throws(TokenStoreError) -> [TokenRecord]

    /// Adds a holder, with an entry in the audit trail; `false` if the user ID is taken.
    func add(_ holder: HolderRecord, caller: CallerID?) async throws(TokenStoreError) -> Bool

    /// Appends an entry about something that no record was changed for.
    func append(_ entry: AuditEntry) async throws(TokenStoreError)

    /// The key that ties the entries of the audit trail, if the store has one.
    func auditKey() async throws(TokenStoreError) -> AuditKey?

    /// The stored seal of a chain of the audit trail.
    func auditSeal(of chain: String) async throws(TokenStoreError) -> AuditSeal?

    /// Adds the devices of a batch in one transaction, and says of each what became of it, in the batch's order.
    ///
    /// - Parameters:
    ///   - batch: The devices.
    ///   - place: Noted in the same transaction, with the outcomes counted: the records of the file up to it are done.
    /// - Returns: What became of each device.
    /// - Throws: ``TokenStoreError``; then none of them was added.
    func add(
        _ batch: consuming TokenBatch,
        reaching place: ImportPlace?
    ) async throws(TokenStoreError) -> [ImportOutcome]

    /// The last place that was noted of a file.
    func importPlace(ofFile digest: String) async throws(TokenStoreError) -> ImportPlace?

    /// The names of the chains of the audit trail, in order; each is ``AuditChain`` of its own.
    func auditChains() async throws(TokenStoreError) -> [String]

    /// The links of a chain from a number on, no more than `limit` of them.
    func auditLinks(of chain: String, from number: UInt64, limit: Int) async throws(TokenStoreError) -> [AuditLink]

    /// Checks that the store can store a decision now; changes nothing.
    ///
    /// - Throws: ``TokenStoreError`` if it cannot.
    func checkAvailability() async throws(TokenStoreError)

    /// Shortens all waits for the store, because the process is about to end.
    func prepareToClose()
}

#if !hasFeature(Embedded)  // The toolchain has no concurrency library for a microcontroller.

extension TokenStore {
    /// Reads the names of the chains, which any store can.
    package func checkAvailability() async throws(TokenStoreError) {
        _ = try await self.auditChains()
    }

    /// Nothing waits for a store in memory.
    package func prepareToClose() {}

    /// Adds the devices of a batch that is no part of a file.
    package func add(_ batch: consuming TokenBatch) async throws(TokenStoreError) -> [ImportOutcome] {
        try await self.add(batch, reaching: nil)
    }

    /// Adds a holder for a caller who is not named.
    package func add(_ holder: HolderRecord) async throws(TokenStoreError) -> Bool {
        try await self.add(holder, caller: nil)
    }

    /// Makes one decision for a caller who is trusted with any number of tries.
    package func update<Decision: Sendable>(
        _ subject: Dossier.Subject,
        _ decide: @escaping @Sendable (inout Dossier, borrowing HMACKey) -> Decision
    ) async throws(TokenStoreError) -> Decision {
        try await self.update(subject, caller: nil, decide)
    }
}

#endif
