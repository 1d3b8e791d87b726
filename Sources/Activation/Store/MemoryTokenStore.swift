#if !hasFeature(Embedded)  // The toolchain has no concurrency library for a microcontroller: no actor there.

package import OTPCore

/// A store that forgets all when the process ends: for tests and for trying things out.
package actor MemoryTokenStore: TokenStore {
    private struct Entry {
        var record: TokenRecord
        let secret: [UInt8]
    }

    private var entries: [SerialNumber: Entry] = [:]
    private var holders: [UserID: HolderRecord] = [:]
    private var serialNumbers: [UserID: Set<SerialNumber>] = [:]
    private var callers: [CallerID: CallerRecord] = [:]
    private var chain = AuditChain(name: "memory")
    private var links: [AuditLink] = []
    private var places: [String: ImportPlace] = [:]

    package init() {}

    package func update<Decision: Sendable>(
        _ subject: Dossier.Subject,
        caller: CallerID?,
        _ decide: @escaping @Sendable (inout Dossier, borrowing HMACKey) -> Decision
    ) async throws(TokenStoreError) -> Decision {
        let before = self.dossier(subject, caller.map { self.callers[$0] ?? CallerRecord(id: $0) })
        var dossier = before
        let decision: Decision
        if let token = before.token, let entry = self.entries[token.serialNumber] {
            var key = HMACKey(copying: entry.secret.span, algorithm: token.algorithm)
            decision = decide(&dossier, key)
            key.wipe()
        } else {
            decision = decide(&dossier, .decoy)
        }
        self.store(dossier, insteadOf: before)
        return decision
    }

    package func token(_ serialNumber: SerialNumber) async throws(TokenStoreError) -> TokenRecord? {
        self.entries[serialNumber]?.record
    }

    package func holder(_ userID: UserID) async throws(TokenStoreError) -> HolderRecord? {
        self.holders[userID]
    }

    package func tokens(of userID: UserID) async throws(TokenStoreError) -> [TokenRecord] {
        self.held(by: userID)
    }

    package func add(_ holder: HolderRecord, caller: CallerID?) async throws(TokenStoreError) -> Bool {
        let isNew = self.holders[holder.userID] == nil
        if isNew { self.holders[holder.userID] = holder }
        self.links.append(self.chain.append(AuditEntry(adding: holder, isNew: isNew, caller: caller)))
        return isNew
    }

    package func append(_ entry: AuditEntry) async throws(TokenStoreError) {
        self.links.append(self.chain.append(entry))
    }

    /// The trail ends with the process, and nobody else can write to it.
    package func auditKey() async throws(TokenStoreError) -> AuditKey? { nil }

    package func auditSeal(of chain: String) async throws(TokenStoreError) -> AuditSeal? { nil }

    package func importPlace(ofFile digest: String) async throws(TokenStoreError) -> ImportPlace? {
        self.places[digest]
    }

    package func add(
        _ batch: consuming TokenBatch,
        reaching place: ImportPlace?
    ) async throws(TokenStoreError) -> [ImportOutcome] {
        var outcomes: [ImportOutcome] = []
        for position in 0..<batch.count {
            let (record, secret) = batch.withToken(at: position) { record, secret in
                (record, secret.indices.map { secret[$0] })
            }
            if let present = self.entries[record.serialNumber] {
                let isSame = batch.holdsSecret(present.secret.span, at: position)
                outcomes.append(ImportOutcome(hasSameSecret: isSame, record: record, besides: present.record))
            } else {
                self.entries[record.serialNumber] = Entry(record: record, secret: secret)
                outcomes.append(.imported)
            }
        }
        batch.wipe()
        if let place { self.places[place.digest] = place.counting(outcomes) }
        return outcomes
    }

    package func auditChains() async throws(TokenStoreError) -> [String] {
        [self.chain.name]
    }

    package func auditLinks(
        of chain: String,
        from number: UInt64,
        limit: Int
    ) async throws(TokenStoreError) -> [AuditLink] {
        guard chain == self.chain.name, let first = Int(exactly: number) else { return [] }
        return Array(self.links.dropFirst(first).prefix(max(0, limit)))
    }

    private func dossier(_ subject: Dossier.Subject, _ caller: CallerRecord?) -> Dossier {
        switch subject {
        case .device(let serialNumber):
            let token = self.entries[serialNumber]?.record
            let holder = token?.holder
            return Dossier(
                subject,
                token: token,
                holder: holder.flatMap { self.holders[$0] },
                held: holder.map { self.held(by: $0) } ?? [],
                caller: caller
            )
        case .holder(let userID):
            return Dossier(of: userID, holder: self.holders[userID], held: self.held(by: userID), caller: caller)
        case .caller:
            return Dossier(subject, token: nil, holder: nil, held: [], caller: caller)
        case .activation(let serialNumber, let userID):
            return Dossier(
                subject,
                token: self.entries[serialNumber]?.record,
                holder: self.holders[userID],
                held: self.held(by: userID),
                caller: caller
            )
        case .enrollment(let userID, let credentialID):
            return Dossier(
                subject,
                token: nil,
                holder: self.holders[userID],
                held: [],
                credentialOwner: self.holders.values.first { $0.chip?.credentialID == credentialID }?.userID,
                caller: caller
            )
        }
    }

    private func store(_ dossier: Dossier, insteadOf before: Dossier) {
        if let token = dossier.token { self.store(token, insteadOf: before.token) }
        for (token, previous) in zip(dossier.held, before.held) { self.store(token, insteadOf: previous) }
        if let holder = dossier.holder, holder.userID == before.holder?.userID {
            self.holders[holder.userID] = holder
        }
        if let caller = dossier.caller, caller != before.caller { self.callers[caller.id] = caller }
        if let entry = dossier.entry { self.links.append(self.chain.append(entry)) }
    }

    private func store(_ token: TokenRecord, insteadOf before: TokenRecord?) {
        guard token != before, token.serialNumber == before?.serialNumber else { return }
        self.entries[token.serialNumber]?.record = token
        if let holder = before?.holder { self.serialNumbers[holder]?.remove(token.serialNumber) }
        if let holder = token.holder { self.serialNumbers[holder, default: []].insert(token.serialNumber) }
    }

    private func held(by userID: UserID) -> [TokenRecord] {
        let serialNumbers = (self.serialNumbers[userID] ?? []).sorted { $0.text < $1.text }
        return serialNumbers.compactMap { self.entries[$0]?.record }
    }
}

#endif
