package import Activation
import GRDB
import OTPCore
package import TokenRows

extension SQLiteStore: SealedTokenStore {
    package func resealSecrets(after serialNumber: String, limit: Int) async throws(TokenStoreError) -> ResealedPage {
        let keyFile = self.keyFile
        return try await self.commits.perform { tables, _ in
            try Self.reseal(after: serialNumber, limit: limit, keyFile, tables)
        }
    }

    package func keysInUse() async throws(TokenStoreError) -> Set<Int64> {
        try await self.commits.perform { tables, _ in
            Set(try tables.rows(StatementText.keysInUse) { try $0.integer(at: 0).orDamaged("secret_key_id") })
        }
    }

    package func forgetUnusedKeys() async throws(TokenStoreError) {
        let active = self.keyFile.keys.activeID
        try await self.commits.perform { tables, _ in
            _ = try tables.execute(StatementText.forgetKeys, [.integer(active)])
        }
    }

    /// Seals what the first version of this program stored as it was, and empties the log, where it stands too.
    func sealPlainSecrets() throws {
        let keyFile = self.keyFile
        let isNeeded = try self.pool.read { database in
            try Bool.fetchOne(
                database,
                sql: "SELECT EXISTS (SELECT * FROM token WHERE secret_key_id = ?)",
                arguments: [SealedSecret.plainKeyID]
            )
        }
        guard isNeeded == true else { return }
        var last: String? = ""
        while let serialNumber = last {
            last = try self.pool.write { database in
                try Self.reseal(after: serialNumber, limit: 500, keyFile, Tables(database: database))
            }.last
        }
        try self.pool.writeWithoutTransaction { database in _ = try database.checkpoint(.truncate) }
    }

    private static func reseal(
        after serialNumber: String,
        limit: Int,
        _ keyFile: SealingKeyFile,
        _ tables: Tables
    ) throws -> ResealedPage {
        let keys = keyFile.keys
        let check = try KeyCheck(of: keys)
        try tables.execute(StatementText.insertKeyCheck, [.integer(check.keyID), .bytes(check.bytes)])
        let rows = try tables.rows(
            StatementText.secretsUnderOtherKeys,
            [.text(serialNumber), .integer(keys.activeID), .integer(Int64(limit))]
        ) { row in (try row.text(at: 0).orDamaged("serial_number"), try row.secret(from: 1)) }
        var page = ResealedPage()
        for (text, secret) in rows {
            page.take(text)
            guard let resealed = try secret.resealed(ofDevice: text, from: keyFile) else { continue }
            try tables.execute(StatementText.reseal, [.integer(resealed.keyID), .bytes(resealed.bytes), .text(text)])
        }
        return page
    }
}
