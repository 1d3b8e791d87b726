import Activation
import GRDB

/// The tables, by named steps that are never changed once they have been released.
///
/// Time steps and counters are unsigned; they are stored as the signed number with the same bits. Moments are milliseconds
/// since 1970.
enum Schema {
    /// "MiTK": marks the file as ours in its header, so that no other database is taken for one.
    private static let applicationID: Int32 = 0x4D69_544B

    static func migrate(_ pool: DatabasePool) throws {
        try pool.read { database in try Self.refuseForeignFile(database) }
        var failure: (any Error)?
        // Of two processes that find a new file, one makes the tables and the other finds them on its second try.
        for _ in 0..<3 {
            do {
                try Self.migrator.migrate(pool)
                failure = nil
                break
            } catch {
                failure = error
                Pause.briefly()
            }
        }
        if let failure { throw failure }
        guard try pool.read({ database in try !Self.migrator.hasBeenSuperseded(database) }) else {
            throw TokenStoreError.newerSchema
        }
    }

    private static func refuseForeignFile(_ database: Database) throws {
        let applicationID = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let tableCount = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        guard applicationID == Self.applicationID || (applicationID == 0 && tableCount == 0) else {
            throw TokenStoreError.damaged(reason: "the file is a database, but not a token store")
        }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 holders and devices") { database in
            try database.execute(
                sql: """
                    PRAGMA application_id = \(Self.applicationID);

                    CREATE TABLE holder (
                        user_id TEXT NOT NULL PRIMARY KEY,
                        password TEXT NOT NULL,
                        created_at INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;

                    CREATE TABLE token (
                        serial_number TEXT NOT NULL PRIMARY KEY,
                        kind TEXT NOT NULL,
                        algorithm TEXT NOT NULL,
                        digits INTEGER NOT NULL,
                        -- A time-based device has the first pair, a counter-based one the third.
                        time_step INTEGER,
                        epoch INTEGER,
                        first_counter INTEGER,
                        imported_at INTEGER NOT NULL,
                        state TEXT NOT NULL,
                        holder TEXT REFERENCES holder (user_id),
                        activated_at INTEGER,
                        last_accepted INTEGER,
                        clock_offset INTEGER NOT NULL,
                        -- Read only to decide; key 0 means that the secret is stored as it is.
                        secret_key_id INTEGER NOT NULL,
                        secret BLOB NOT NULL,
                        CHECK ((time_step IS NULL) = (epoch IS NULL)),
                        CHECK ((time_step IS NULL) <> (first_counter IS NULL)),
                        CHECK ((holder IS NULL) = (activated_at IS NULL))
                    ) STRICT;

                    CREATE INDEX token_of_holder ON token (holder, serial_number) WHERE holder IS NOT NULL;
                    """
            )
        }
        return migrator
    }
}
