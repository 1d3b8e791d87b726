package import Activation
import GRDB
package import OTPCore

extension SQLiteStore: TokenStore {
    package func update<Decision: Sendable>(
        _ subject: Dossier.Subject,
        caller: CallerID?,
        _ decide: @escaping @Sendable (inout Dossier, borrowing HMACKey) -> Decision
    ) async throws(TokenStoreError) -> Decision {
        try await self.write { tables in
            let before = try tables.dossier(subject, caller: try caller.map { try tables.caller($0) })
            var dossier = before
            let decision: Decision
            if let token = before.token {
                decision = try Self.withKey(of: token, in: tables) { key in decide(&dossier, key) }
            } else {
                decision = decide(&dossier, .decoy)
            }
            try tables.store(dossier, insteadOf: before)
            return decision
        }
    }

    package func token(_ serialNumber: SerialNumber) async throws(TokenStoreError) -> TokenRecord? {
        try await self.read { tables in try tables.token(serialNumber) }
    }

    package func holder(_ userID: UserID) async throws(TokenStoreError) -> HolderRecord? {
        try await self.read { tables in try tables.holder(userID) }
    }

    package func tokens(of userID: UserID) async throws(TokenStoreError) -> [TokenRecord] {
        try await self.read { tables in try tables.tokens(of: userID) }
    }

    package func add(_ holder: HolderRecord) async throws(TokenStoreError) -> Bool {
        try await self.write { tables in try tables.insert(holder) }
    }

    package func add(_ batch: consuming TokenBatch) async throws(TokenStoreError) -> [ImportOutcome] {
        // Sealed before the transaction begins: it holds up every other decision.
        var sealed: [(TokenRecord, SealedSecret)] = []
        sealed.reserveCapacity(batch.count)
        for position in 0..<batch.count {
            sealed.append(batch.withToken(at: position) { ($0, SealedSecret(sealing: $1)) })
        }
        batch.wipe()
        let rows = sealed
        return try await self.write { tables in
            var outcomes: [ImportOutcome] = []
            outcomes.reserveCapacity(rows.count)
            for (record, secret) in rows {
                outcomes.append(try tables.insert(record, secret: secret))
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
            try AuditTable(database: tables.database).links(from: number, limit: limit)
        }
    }

    private static func withKey<Result>(
        of token: TokenRecord,
        in tables: Tables,
        _ body: (borrowing HMACKey) -> Result
    ) throws -> Result {
        let result = try tables.secret(of: token.serialNumber)?.withSecret { secret in
            var key = HMACKey(copying: secret, algorithm: token.algorithm)
            let result = body(key)
            key.wipe()
            return result
        }
        guard let result else {
            throw TokenStoreError.damaged(reason: "device \(token.serialNumber.text) has no readable secret")
        }
        return result
    }

    private func read<Answer: Sendable>(
        _ body: @Sendable (Tables) throws -> Answer
    ) async throws(TokenStoreError) -> Answer {
        do {
            return try await self.pool.read { database in try body(Tables(database: database)) }
        } catch {
            throw TokenStoreError(sqlite: error)
        }
    }

    /// One immediate transaction, which ends whether or not anyone still waits for its answer.
    private func write<Answer: Sendable>(
        _ body: @escaping @Sendable (Tables) throws -> Answer
    ) async throws(TokenStoreError) -> Answer {
        let pool = self.pool
        let transaction = Task { try await pool.write { database in try body(Tables(database: database)) } }
        do {
            return try await transaction.value
        } catch {
            throw TokenStoreError(sqlite: error)
        }
    }
}
