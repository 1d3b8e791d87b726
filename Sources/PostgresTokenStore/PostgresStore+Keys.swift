package import Activation
package import TokenRows

extension PostgresStore: SealedTokenStore {
    package func resealSecrets(after serialNumber: String, limit: Int) async throws(TokenStoreError) -> ResealedPage {
        let keyFile = self.keyFile
        let keys = keyFile.keys
        let check = try KeyCheck(of: keys)
        return try await self.transaction { session in
            let question = Statements.secretsUnderOtherKeys.with([
                .text(serialNumber), .integer(keys.activeID), .integer(Int64(limit)),
            ])
            let insertCheck = Statements.insertKeyCheck.with([.integer(check.keyID), .bytes(check.bytes)])
            let rows = try session.run([insertCheck, question])[1]
            var page = ResealedPage()
            var commands: [PostgresCommand] = []
            for row in rows {
                let text = try row.text(at: 0).orDamaged("serial_number")
                let secret = try row.secret(from: 1)
                page.take(text)
                guard let resealed = try secret.resealed(ofDevice: text, from: keyFile) else { continue }
                commands.append(
                    Statements.reseal.with([
                        .text(text), .integer(resealed.keyID), .bytes(resealed.bytes), .integer(secret.keyID),
                        .bytes(secret.bytes),
                    ])
                )
            }
            guard !commands.isEmpty else { return page }
            _ = try session.begin([])
            _ = try session.commit(commands)
            return page
        }
    }

    package func keysInUse() async throws(TokenStoreError) -> Set<Int64> {
        try await self.transaction { session in
            Set(try session.run([Statements.keysInUse.with()]).joined().compactMap { $0.integer(at: 0) })
        }
    }

    package func forgetUnusedKeys() async throws(TokenStoreError) {
        let active = self.keyFile.keys.activeID
        try await self.transaction { session in
            _ = try session.run([Statements.forgetKeys.with([.integer(active)])])
        }
    }
}
