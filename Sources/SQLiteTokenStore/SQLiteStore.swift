package import Activation
import GRDB
package import TokenRows

/// A store in one SQLite file, which several processes may share.
///
/// A write-ahead log with `synchronous=FULL`: a decision is on the disk before its answer is given. Every decision is part of
/// an immediate transaction, so that it waits for the one before it instead of reading records that are about to change.
package struct SQLiteStore: Sendable {
    let pool: DatabasePool
    let keyFile: SealingKeyFile
    let patience: StorePatience
    let commits: GroupCommit

    /// Opens the file at a path, and makes it if there is none: readable by its owner alone.
    ///
    /// - Parameters:
    ///   - path: Where the file is; beside it SQLite keeps a `-wal` and a `-shm`.
    ///   - keyFile: The keys that devices' secrets are sealed under; secrets that are not sealed yet are so afterwards.
    ///   - patience: How long a request waits, for other requests and for other processes.
    /// - Throws: ``Activation/TokenStoreError``.
    package init(
        path: String,
        keyFile: SealingKeyFile,
        patience: StorePatience = StorePatience()
    ) throws(TokenStoreError) {
        try StoreFile.prepare(path)
        var configuration = Configuration()
        configuration.label = "token-store"
        configuration.busyMode = .callback { Pause.forLock(tries: $0, patience) }
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            // Nothing that is deleted or replaced stays readable in the file: a secret was there before it was sealed.
            // A cache of 16 MiB holds all inner pages of a nation's tables.
            try database.execute(
                sql: "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -16384"
            )
        }
        do {
            let pool = try Self.open(path, configuration)
            try Schema.migrate(pool)
            self.pool = pool
            self.keyFile = keyFile
            self.patience = patience
            let auditKey = try pool.write { database in
                let tables = Tables(database: database)
                try Self.proveKeys(keyFile, tables)
                return try tables.auditKey(from: keyFile)
            }
            self.commits = GroupCommit(pool, patience, auditKey: auditKey)
            try self.sealPlainSecrets()
        } catch {
            throw TokenStoreError(sqlite: error)
        }
    }

    /// Closes the file; what is decided already is on the disk.
    ///
    /// All of it is then in the file itself and none of it only in the log beside it, unless another process still reads what
    /// was there before: who copies a closed store copies one file.
    package func close() {
        _ = try? self.pool.writeWithoutTransaction { database in try database.checkpoint(.passive) }
        // Left open by a failure, it is closed with the process.
        try? self.pool.close()
    }

    /// Opens the file; while another process is turning a new file into a write-ahead log, SQLite refuses at once and does
    /// not wait as it does elsewhere.
    private static func open(_ path: String, _ configuration: Configuration) throws -> DatabasePool {
        for _ in 0..<20 {
            do {
                return try DatabasePool(path: path, configuration: configuration)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                Pause.briefly()
            }
        }
        return try DatabasePool(path: path, configuration: configuration)
    }

    /// Throws unless the key file is the one of this store.
    private static func proveKeys(_ keyFile: SealingKeyFile, _ tables: Tables) throws {
        let checks = try tables.rows(StatementText.keyChecks) { try KeyCheck($0) }
        let keysInUse = keyFile.lacksKey(of: checks) ? try tables.keysInUse() : []
        guard let missing = try keyFile.prove(checks, keysInUse: keysInUse) else { return }
        try tables.execute(StatementText.insertKeyCheck, [.integer(missing.keyID), .bytes(missing.bytes)])
    }
}
