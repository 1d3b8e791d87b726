package import Activation
package import OTPCore
import TokenRows

extension PostgresStore: TokenStore {
    package func update<Decision: Sendable>(
        _ subject: Dossier.Subject,
        caller: CallerID?,
        _ decide: @escaping @Sendable (inout Dossier, borrowing HMACKey) -> Decision
    ) async throws(TokenStoreError) -> Decision {
        let keyFile = self.keyFile
        return try await self.pool.answer { answer in
            .decision(
                PendingDecision(
                    subject: subject,
                    caller: caller,
                    decide: { dossier, secret in
                        let decision: Decision
                        if let token = dossier.token {
                            let secret = try secret.orDamaged("secret")
                            decision = try secret.withKey(of: token, from: keyFile) { key in decide(&dossier, key) }
                        } else {
                            decision = decide(&dossier, .decoy)
                        }
                        return { answer(.success(decision)) }
                    },
                    fail: { error in answer(.failure(error)) }
                )
            )
        }
    }

    package func token(_ serialNumber: SerialNumber) async throws(TokenStoreError) -> TokenRecord? {
        try await self.query(Statements.token.with([.text(serialNumber.text)])) { try TokenRow.record($0) }.first
    }

    package func holder(_ userID: UserID) async throws(TokenStoreError) -> HolderRecord? {
        try await self.query(Statements.holder.with([.text(userID.text)])) { try HolderRow.record($0) }.first
    }

    package func tokens(of userID: UserID) async throws(TokenStoreError) -> [TokenRecord] {
        try await self.query(Statements.tokensOfHolder.with([.text(userID.text)])) { try TokenRow.record($0) }
    }

    package func add(_ holder: HolderRecord) async throws(TokenStoreError) -> Bool {
        try await self.transaction { session in
            _ = try session.begin([])
            let answers = try session.commit([Statements.insertHolder.with(HolderRow.values(holder))])
            return !(answers.first?.isEmpty ?? true)
        }
    }

    package func auditChains() async throws(TokenStoreError) -> [String] {
        try await self.query(Statements.chains.with()) { try $0.text(at: 0).orDamaged("chain") }
    }

    package func auditLinks(
        of chain: String,
        from number: UInt64,
        limit: Int
    ) async throws(TokenStoreError) -> [AuditLink] {
        guard let number = Int64(exactly: number) else { return [] }
        let command = Statements.links.with([.text(chain), .integer(number), .integer(Int64(max(0, limit)))])
        return try await self.query(command) { try AuditRow.link($0) }
    }

    /// The answer to one question.
    private func query<Answer: Sendable>(
        _ command: PostgresCommand,
        _ read: @escaping @Sendable (PostgresRow) throws -> Answer
    ) async throws(TokenStoreError) -> [Answer] {
        try await self.transaction { session in
            try session.run([command]).joined().map { try read($0) }
        }
    }

    func transaction<Result: Sendable>(
        _ body: @escaping @Sendable (inout PostgresSession) throws -> Result
    ) async throws(TokenStoreError) -> Result {
        try await self.pool.withSession { session throws(TokenStoreError) in try session.transaction(body) }
    }
}
