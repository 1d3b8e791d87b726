package import Activation
import GRDB
package import TokenRows

/// A store in one SQLite file, which several processes may share.
///
/// A write-ahead log with `synchronous=FULL`: a decision is on the disk before its answer is given. Every decision is part of
/// an immediate transaction, so that it waits for the one before it instead of reading records that are about to change.
package struct SQLiteStore: Sendable {
    let pool: DatabasePool

    /// Of a store that is only read.
    let untouched: UntouchedFile?

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
        do {
            let pool = try Self.open(path, patience)
            try Schema.migrate(pool)
            let auditKey = try pool.write { database in
                let tables = Tables(database: database)
                try Self.proveKeys(keyFile, tables)
                return try tables.auditKey(from: keyFile)
            }
            self.init(pool: pool, keyFile: keyFile, patience: patience, auditKey: auditKey)
            try self.sealPlainSecrets()
        } catch {
            throw TokenStoreError(sqlite: error)
        }
    }

    /// Opens a file that is there for reading what is stored; nothing is made or changed.
    ///
    /// - Parameters:
    ///   - path: Where the file is.
    ///   - keyFile: The keys of the secrets, for the key of the audit trail; nil: nothing that is sealed can be read.
    ///   - allowsEarlierVersions: Whether some tables may be missing; what is read from them fails.
    /// - Throws: ``Activation/TokenStoreError``, also for a store of another version.
    package init(
        reading path: String,
        keyFile: SealingKeyFile? = nil,
        allowsEarlierVersions: Bool = false
    ) throws(TokenStoreError) {
        do {
            let patience = StorePatience()
            let (pool, file) = try Self.openUntouched(path, patience)
            try self.init(pool: pool, untouched: file, keyFile: keyFile ?? .forReading(), patience: patience)
            try Schema.check(self.pool, allowsEarlierSteps: allowsEarlierVersions)
            try file.check()
        } catch {
            throw TokenStoreError(sqlite: error)
        }
    }

    private init(
        pool: DatabasePool,
        untouched: UntouchedFile? = nil,
        keyFile: SealingKeyFile,
        patience: StorePatience,
        auditKey: AuditKey? = nil
    ) {
        self.pool = pool
        self.untouched = untouched
        self.keyFile = keyFile
        self.patience = patience
        self.commits = GroupCommit(pool, patience, auditKey: auditKey)
    }

    /// Closes the file; what is decided already is on the disk.
    ///
    /// All of it is then in the file itself and none of it only in the log beside it, unless another process still reads what
    /// was there before: who copies a closed store copies one file.
    package func close() {
        if self.untouched == nil {
            _ = try? self.pool.writeWithoutTransaction { database in try database.checkpoint(.passive) }
        }
        // Left open by a failure, it is closed with the process.
        try? self.pool.close()
    }

    /// Opens the file; while another process is turning a new file into a write-ahead log, SQLite refuses at once and does
    /// not wait as it does elsewhere.
    private static func open(_ path: String, _ patience: StorePatience) throws -> DatabasePool {
        let configuration = Self.configuration(Configuration(), patience)
        for _ in 0..<20 {
            do {
                return try DatabasePool(path: path, configuration: configuration)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                Pause.briefly()
            }
        }
        return try DatabasePool(path: path, configuration: configuration)
    }

    /// Opens the file for reading; what is beside it may come or go at that moment, as a service starts or ends.
    private static func openUntouched(
        _ path: String,
        _ patience: StorePatience
    ) throws -> (DatabasePool, UntouchedFile) {
        var failure: any Error = TokenStoreError.noStore
        for _ in 0..<20 {
            let file = try UntouchedFile(path)
            guard !StoreFile.isForeign(file.path) else {
                throw TokenStoreError.damaged(reason: "the file is no token store")
            }
            do {
                return (try file.open(Self.configuration(file.configuration, patience)), file)
            } catch let error as DatabaseError
                where error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_CANTOPEN
            {
                failure = error
                Pause.briefly()
            }
        }
        throw failure
    }

    private static func configuration(_ start: Configuration, _ patience: StorePatience) -> Configuration {
        var configuration = start
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
        return configuration
    }

    /// Throws unless the key file is the one of this store.
    private static func proveKeys(_ keyFile: SealingKeyFile, _ tables: Tables) throws {
        let checks = try tables.rows(StatementText.keyChecks) { try KeyCheck($0) }
        let keysInUse = keyFile.lacksKey(of: checks) ? try tables.keysInUse() : []
        guard let missing = try keyFile.prove(checks, keysInUse: keysInUse) else { return }
        try tables.execute(StatementText.insertKeyCheck, [.integer(missing.keyID), .bytes(missing.bytes)])
    }
}
