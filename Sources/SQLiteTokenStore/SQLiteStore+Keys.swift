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

    package func keyChecks() async throws(TokenStoreError) -> [KeyCheck] {
        guard self.untouched == nil else {
            return try await self.read { tables in try tables.rows(StatementText.keyChecks) { try KeyCheck($0) } }
        }
        return try await self.commits.perform { tables, _ in
            try tables.rows(StatementText.keyChecks) { try KeyCheck($0) }
        }
    }

    package func register(_ check: KeyCheck) async throws(TokenStoreError) {
        try await self.commits.perform { tables, _ in
            _ = try tables.execute(StatementText.insertKeyCheck, [.integer(check.keyID), .bytes(check.bytes)])
        }
    }

    package func keysInUse() async throws(TokenStoreError) -> Set<Int64> {
        try await self.commits.perform { tables, _ in try tables.keysInUse() }
    }

    package func resealAuditKey() async throws(TokenStoreError) {
        let keyFile = self.keyFile
        try await self.commits.perform { tables, _ in
            let keys = keyFile.keys
            try tables.proveSealing(keys.activeID, keyFile)
            guard let resealed = try tables.sealedAuditKey().resealed(under: keys, from: keyFile) else { return }
            try tables.store(resealed)
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
        let keyID = keyFile.keys.activeID
        try tables.proveSealing(keyID, keyFile)
        let rows = try tables.rows(
            StatementText.secretsUnderOtherKeys,
            [.text(serialNumber), .integer(keyID), .integer(Int64(limit))]
        ) { row in (try row.text(at: 0).orDamaged("serial_number"), try row.secret(from: 1)) }
        var page = ResealedPage()
        for (text, secret) in rows {
            page.take(text)
            guard let resealed = try secret.resealed(ofDevice: text, under: keyID, from: keyFile) else { continue }
            try tables.execute(StatementText.reseal, [.integer(resealed.keyID), .bytes(resealed.bytes), .text(text)])
        }
        return page
    }
}

extension Tables {
    func keysInUse() throws -> Set<Int64> {
        Set(try self.rows(StatementText.keysInUse) { try $0.integer(at: 0).orDamaged("secret_key_id") })
    }

    /// Proves inside a transaction that a key may seal.
    func proveSealing(_ keyID: Int64, _ keyFile: SealingKeyFile) throws {
        let check = try self.rows(StatementText.keyCheck, [.integer(keyID)]) { try KeyCheck($0) }.first
        try keyFile.proveSealing(check, keyID: keyID)
    }
}
