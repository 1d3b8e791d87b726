package import Activation
import GRDB
package import OTPCore
import TokenRows

extension SQLiteStore: TokenStore {
    package func update<Decision: Sendable>(
        _ subject: Dossier.Subject,
        caller: CallerID?,
        _ decide: @escaping @Sendable (inout Dossier, borrowing HMACKey) -> Decision
    ) async throws(TokenStoreError) -> Decision {
        let keyFile = self.keyFile
        return try await self.commits.perform { tables, audit in
            let locked = try LockedDossier(subject, caller: caller, in: tables)
            var dossier = locked.dossier
            let decision: Decision
            if let token = dossier.token {
                let secret = try locked.secret.orDamaged("secret")
                decision = try secret.withKey(of: token, from: keyFile) { key in decide(&dossier, key) }
            } else {
                decision = decide(&dossier, .decoy)
            }
            try tables.store(dossier, insteadOf: locked.dossier)
            if let entry = dossier.entry { try audit.append(entry) }
            return decision
        }
    }

    package func token(_ serialNumber: SerialNumber) async throws(TokenStoreError) -> TokenRecord? {
        try await self.read { tables in try tables.token(serialNumber)?.record }
    }

    package func holder(_ userID: UserID) async throws(TokenStoreError) -> HolderRecord? {
        try await self.read { tables in try tables.holder(userID) }
    }

    package func tokens(of userID: UserID) async throws(TokenStoreError) -> [TokenRecord] {
        try await self.read { tables in try tables.tokens(of: userID).map(\.record) }
    }

    package func add(_ holder: HolderRecord, caller: CallerID?) async throws(TokenStoreError) -> Bool {
        try await self.commits.perform { tables, audit in
            let isNew = try tables.insert(holder)
            try audit.append(AuditEntry(adding: holder, isNew: isNew, caller: caller))
            return isNew
        }
    }

    package func append(_ entry: AuditEntry) async throws(TokenStoreError) {
        try await self.commits.perform { _, audit in try audit.append(entry) }
    }

    package func auditKey() async throws(TokenStoreError) -> AuditKey? {
        let keyFile = self.keyFile
        return try await self.read { tables in
            let sealed = try tables.sealedAuditKey()
            return sealed.isPending ? nil : try sealed.key(from: keyFile)
        }
    }

    package func auditSeal(of chain: String) async throws(TokenStoreError) -> AuditSeal? {
        try await self.read { tables in try tables.auditSeal(of: chain) }
    }

    package func importPlace(ofFile digest: String) async throws(TokenStoreError) -> ImportPlace? {
        try await self.read { tables in
            try tables.rows(StatementText.importPlace, [.text(digest)]) { try ImportPlaceRow.place($0) }.first
        }
    }

    package func add(
        _ batch: consuming TokenBatch,
        reaching place: ImportPlace?
    ) async throws(TokenStoreError) -> [ImportOutcome] {
        // Sealed before the transaction begins: it holds up every other decision.
        let sealed = try SealedBatch(sealing: batch, under: self.keyFile.keys)
        let rows = sealed.rows
        let keyFile = self.keyFile
        return try await self.commits.perform { tables, _ in
            try tables.proveSealing(sealed.keyID, keyFile)
            let outcomes = try rows.map { try tables.insert($0, keyFile) }
            if let place = place?.counting(outcomes) {
                try tables.execute(StatementText.noteImportPlace, ImportPlaceRow.values(place))
            }
            return outcomes
        }
    }

    package func auditChains() async throws(TokenStoreError) -> [String] {
        [AuditTable.chainName]
    }

    package func auditLinks(
        of chain: String,
        from number: UInt64,
        limit: Int
    ) async throws(TokenStoreError) -> [AuditLink] {
        guard chain == AuditTable.chainName, let number = Int64(exactly: number) else { return [] }
        return try await self.read { tables in
            try tables.rows(StatementText.links, [.integer(number), .integer(Int64(max(0, limit)))]) {
                try AuditRow.link($0)
            }
        }
    }

    package func checkAvailability() async throws(TokenStoreError) {
        try await self.commits.perform(isFirst: true) { tables, _ in try tables.touch() }
    }

    package func prepareToClose() {
        self.patience.end()
    }

    func read<Answer: Sendable>(
        _ body: @Sendable (Tables) throws -> Answer
    ) async throws(TokenStoreError) -> Answer {
        do {
            let answer = try await self.pool.read { database in try body(Tables(database: database)) }
            try self.untouched?.check()
            return answer
        } catch {
            // What looks damaged may have been written at that moment.
            try self.untouched?.check()
            throw TokenStoreError(sqlite: error)
        }
    }
}
