package import Activation
package import TokenRows

extension PostgresStore: SealedTokenStore {
    package func keyChecks() async throws(TokenStoreError) -> [KeyCheck] {
        try await self.transaction { session in try Self.keyChecks(&session) }
    }

    package func register(_ check: KeyCheck) async throws(TokenStoreError) {
        try await self.transaction { session in
            _ = try session.begin([])
            _ = try session.commit([Statements.insertKeyCheck.with([.integer(check.keyID), .bytes(check.bytes)])])
        }
    }

    package func resealSecrets(after serialNumber: String, limit: Int) async throws(TokenStoreError) -> ResealedPage {
        let keyFile = self.keyFile
        return try await self.transaction { session in
            let keyID = keyFile.keys.activeID
            _ = try session.begin([])
            try Self.proveSealing(keyID, keyFile, &session)
            let question = Statements.secretsUnderOtherKeys.with([
                .text(serialNumber), .integer(keyID), .integer(Int64(limit)),
            ])
            var page = ResealedPage()
            var commands: [PostgresCommand] = []
            for row in try session.run([question]).joined() {
                let text = try row.text(at: 0).orDamaged("serial_number")
                let secret = try row.secret(from: 1)
                page.take(text)
                guard let resealed = try secret.resealed(ofDevice: text, under: keyID, from: keyFile) else { continue }
                commands.append(
                    Statements.reseal.with([
                        .text(text), .integer(resealed.keyID), .bytes(resealed.bytes), .integer(secret.keyID),
                        .bytes(secret.bytes),
                    ])
                )
            }
            _ = try session.commit(commands)
            return page
        }
    }

    package func resealAuditKey() async throws(TokenStoreError) {
        try await self.transaction { session in try session.resealAuditKey() }
    }

    package func keysInUse() async throws(TokenStoreError) -> Set<Int64> {
        try await self.transaction { session in try Self.keysInUse(&session) }
    }

    package func forgetUnusedKeys() async throws(TokenStoreError) {
        let active = self.keyFile.keys.activeID
        try await self.transaction { session in
            _ = try session.begin([])
            _ = try session.run([Statements.lockKeyChecks.with()])
            _ = try session.commit([Statements.forgetKeys.with([.integer(active)])])
        }
    }

    /// Proves inside a transaction that a key may seal, and keeps it registered until the transaction ends.
    static func proveSealing(_ keyID: Int64, _ keyFile: SealingKeyFile, _ session: inout PostgresSession) throws {
        let rows = try session.run([Statements.lockKeyCheck.with([.integer(keyID)])]).joined()
        try keyFile.proveSealing(try rows.map { try KeyCheck($0) }.first, keyID: keyID)
    }

    static func keyChecks(_ session: inout PostgresSession) throws -> [KeyCheck] {
        try session.run([Statements.keyChecks.with()]).joined().map { try KeyCheck($0) }
    }

    static func keysInUse(_ session: inout PostgresSession) throws -> Set<Int64> {
        Set(try session.run([Statements.keysInUse.with()]).joined().compactMap { $0.integer(at: 0) })
    }
}
