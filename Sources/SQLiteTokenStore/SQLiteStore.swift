package import Activation
import GRDB

/// A store in one SQLite file, which several processes may share.
///
/// A write-ahead log with `synchronous=FULL`: a decision is on the disk before its answer is given. Every decision is an
/// immediate transaction, so that it waits for the one before it instead of reading records that are about to change.
package struct SQLiteStore: Sendable {
    /// How long a transaction waits for another process before it gives up, in seconds.
    static let patience = 10.0

    let pool: DatabasePool

    /// Opens the file at a path, and makes it if there is none: readable by its owner alone.
    ///
    /// - Parameter path: Where the file is; beside it SQLite keeps a `-wal` and a `-shm`.
    /// - Throws: ``Activation/TokenStoreError``.
    package init(path: String) throws(TokenStoreError) {
        try StoreFile.prepare(path)
        var configuration = Configuration()
        configuration.label = "token-store"
        configuration.busyMode = .timeout(Self.patience)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        do {
            self.pool = try Self.open(path, configuration)
            try Schema.migrate(self.pool)
        } catch {
            throw TokenStoreError(sqlite: error)
        }
    }

    /// Closes the file; what is decided already is on the disk.
    package func close() {
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
}
