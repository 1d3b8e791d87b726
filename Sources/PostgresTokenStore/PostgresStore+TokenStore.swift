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
        let arrival = StorePatience.currentArrival
        return try await self.pool.answer(arrival: arrival) { answer in
            .decision(
                PendingDecision(
                    subject: subject,
                    caller: caller,
                    arrival: arrival,
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

    package func add(_ holder: HolderRecord, caller: CallerID?) async throws(TokenStoreError) -> Bool {
        try await self.transaction(.short) { session in
            var chain = try session.auditChain()
            let inserted = try session.begin([Statements.insertHolder.with(HolderRow.values(holder))])
            let isNew = !(inserted.first?.isEmpty ?? true)
            let entry = AuditEntry(adding: holder, isNew: isNew, caller: caller)
            _ = try session.commit(Statements.append([entry], to: &chain))
            session.appended(to: chain)
            return isNew
        }
    }

    package func append(_ entry: AuditEntry) async throws(TokenStoreError) {
        try await self.transaction(.short) { session in
            var chain = try session.auditChain()
            _ = try session.begin([])
            _ = try session.commit(Statements.append([entry], to: &chain))
            session.appended(to: chain)
        }
    }

    package func auditKey() async throws(TokenStoreError) -> AuditKey? {
        let keyFile = self.keyFile
        return try await self.transaction(.short) { session in
            let sealed = try session.sealedAuditKey(Statements.auditKey)
            return sealed.isPending ? nil : try sealed.key(from: keyFile)
        }
    }

    package func auditSeal(of chain: String) async throws(TokenStoreError) -> AuditSeal? {
        try await self.query(Statements.auditSeal.with([.text(chain)])) { AuditSealRow.seal($0) }.first ?? nil
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
        try await self.transaction(.short) { session in
            try session.run([command]).joined().map { try read($0) }
        }
    }

    package func checkAvailability() async throws(TokenStoreError) {
        let arrival = ContinuousClock.now
        try await self.pool.withSession(arrival: arrival, isFirst: true) { session throws(TokenStoreError) in
            try session.transaction(arrival: arrival, .short) { session in try session.checkServer() }
        }
    }

    package func prepareToClose() {
        self.pool.patience.end()
    }

    /// Does a transaction on the next free session.
    ///
    /// - Parameters:
    ///   - answer: How long an answer of the server may take: short for a client, long for an operator.
    ///   - body: The transaction.
    /// - Returns: What `body` returned.
    /// - Throws: ``Activation/TokenStoreError``.
    func transaction<Result: Sendable>(
        _ answer: PostgresAnswer = .long,
        _ body: @escaping @Sendable (inout PostgresSession) throws -> Result
    ) async throws(TokenStoreError) -> Result {
        let arrival = StorePatience.currentArrival
        return try await self.pool.withSession(arrival: arrival) { session throws(TokenStoreError) in
            try session.transaction(arrival: arrival, answer, body)
        }
    }
}
