import Activation
import GRDB
import TokenRows

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

    /// Proves that the tables are there and those of this version, or of an earlier one, and changes nothing.
    static func check(_ pool: DatabasePool, allowsEarlierSteps: Bool) throws {
        try pool.read { database in
            try Self.refuseForeignFile(database)
            if try Self.migrator.hasBeenSuperseded(database) { throw TokenStoreError.newerSchema }
            let steps = try Self.migrator.appliedIdentifiers(database)
            guard !steps.isEmpty else { throw TokenStoreError.noStore }
            guard try allowsEarlierSteps || Self.migrator.hasCompletedMigrations(database) else {
                throw TokenStoreError.unavailable(reason: TokenStoreError.earlierSchema)
            }
        }
    }

    private static func refuseForeignFile(_ database: Database) throws {
        let applicationID = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        // The migrator's own table is there before the first step is done, which another process may be about to do.
        let tableCount =
            try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema WHERE tbl_name <> 'grdb_migrations'")
            ?? 0
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
        migrator.registerMigration("2 attempts, clocks and the audit trail") { database in
            try database.execute(
                sql: """
                    ALTER TABLE token ADD COLUMN manufactured_at INTEGER;
                    ALTER TABLE token ADD COLUMN retired_at INTEGER;
                    ALTER TABLE token ADD COLUMN block TEXT;
                    ALTER TABLE token ADD COLUMN block_until INTEGER;
                    ALTER TABLE token ADD COLUMN clock_earliest INTEGER;
                    ALTER TABLE token ADD COLUMN clock_latest INTEGER;
                    ALTER TABLE token ADD COLUMN clock_at INTEGER;
                    ALTER TABLE token ADD COLUMN stray_position INTEGER;
                    ALTER TABLE token ADD COLUMN stray_at INTEGER;
                    ALTER TABLE token ADD COLUMN codes_wrong INTEGER NOT NULL DEFAULT 0;
                    ALTER TABLE token ADD COLUMN codes_blocks INTEGER NOT NULL DEFAULT 0;
                    ALTER TABLE token ADD COLUMN codes_blocked_until INTEGER;
                    ALTER TABLE token ADD COLUMN wrong_by_serial_number INTEGER NOT NULL DEFAULT 0;
                    ALTER TABLE token ADD COLUMN activations_wrong INTEGER NOT NULL DEFAULT 0;
                    ALTER TABLE token ADD COLUMN activations_blocks INTEGER NOT NULL DEFAULT 0;
                    ALTER TABLE token ADD COLUMN activations_blocked_until INTEGER;
                    ALTER TABLE token ADD COLUMN resynchronizations_empty_at INTEGER;

                    ALTER TABLE holder ADD COLUMN passwords_wrong INTEGER NOT NULL DEFAULT 0;
                    ALTER TABLE holder ADD COLUMN passwords_blocks INTEGER NOT NULL DEFAULT 0;
                    ALTER TABLE holder ADD COLUMN passwords_blocked_until INTEGER;
                    ALTER TABLE holder ADD COLUMN device_passwords_wrong INTEGER NOT NULL DEFAULT 0;
                    ALTER TABLE holder ADD COLUMN device_passwords_blocks INTEGER NOT NULL DEFAULT 0;
                    ALTER TABLE holder ADD COLUMN device_passwords_blocked_until INTEGER;
                    ALTER TABLE holder ADD COLUMN activations_wrong INTEGER NOT NULL DEFAULT 0;
                    ALTER TABLE holder ADD COLUMN activations_blocks INTEGER NOT NULL DEFAULT 0;
                    ALTER TABLE holder ADD COLUMN activations_blocked_until INTEGER;

                    CREATE TABLE caller (
                        id TEXT NOT NULL PRIMARY KEY,
                        wrong_tries_empty_at INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;

                    CREATE TABLE audit (
                        number INTEGER NOT NULL PRIMARY KEY,
                        at INTEGER NOT NULL,
                        event TEXT NOT NULL,
                        reason TEXT NOT NULL,
                        serial_number TEXT,
                        user_id TEXT,
                        caller TEXT,
                        hash BLOB NOT NULL
                    ) STRICT;
                    """
            )
        }
        migrator.registerMigration("3 sealing keys, and a trail that stays") { database in
            try database.execute(
                sql: """
                    CREATE TABLE sealing_key (
                        id INTEGER NOT NULL PRIMARY KEY,
                        check_text BLOB NOT NULL
                    ) STRICT;

                    CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
                    BEGIN SELECT RAISE(ABORT, 'the audit trail is only ever appended to'); END;

                    CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
                    BEGIN SELECT RAISE(ABORT, 'the audit trail is only ever appended to'); END;
                    """
            )
        }
        migrator.registerMigration("4 places in imported files") { database in
            try database.execute(
                sql: """
                    CREATE TABLE import_place (
                        digest TEXT NOT NULL PRIMARY KEY,
                        records INTEGER NOT NULL,
                        imported INTEGER NOT NULL,
                        duplicates INTEGER NOT NULL,
                        rejected INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    """
            )
        }
        migrator.registerMigration("5 secrets by key") { database in
            // Which keys are in use is asked at every start; without this it reads the whole table.
            try database.execute(sql: "CREATE INDEX token_by_key ON token (secret_key_id)")
        }
        migrator.registerMigration("6 chips") { database in
            try database.execute(
                sql: """
                    -- A holder has one chip or none, and one question to it that awaits its answer or none.
                    ALTER TABLE holder ADD COLUMN chip_credential_id BLOB;
                    ALTER TABLE holder ADD COLUMN chip_public_key BLOB;
                    ALTER TABLE holder ADD COLUMN chip_aaguid BLOB;
                    ALTER TABLE holder ADD COLUMN chip_attestation TEXT;
                    ALTER TABLE holder ADD COLUMN chip_enrolled_at INTEGER;
                    ALTER TABLE holder ADD COLUMN chip_signature_counter INTEGER;
                    ALTER TABLE holder ADD COLUMN chip_block TEXT;
                    ALTER TABLE holder ADD COLUMN chip_block_until INTEGER;
                    ALTER TABLE holder ADD COLUMN ceremony TEXT;
                    ALTER TABLE holder ADD COLUMN ceremony_challenge BLOB;
                    ALTER TABLE holder ADD COLUMN ceremony_expires_at INTEGER;
                    """
            )
        }
        migrator.registerMigration("7 when keys may be used") { database in
            try database.execute(
                sql: """
                    ALTER TABLE token ADD COLUMN starts_at INTEGER;
                    ALTER TABLE token ADD COLUMN expires_at INTEGER;
                    -- Known of the makers so far was the start date alone, as the day of manufacture.
                    UPDATE token SET starts_at = manufactured_at WHERE manufactured_at IS NOT NULL;
                    """
            )
        }
        migrator.registerMigration("8 credentials of one holder each") { database in
            try database.execute(
                sql: """
                    ALTER TABLE holder ADD COLUMN chip_transports TEXT;

                    -- Until now a credential could be enrolled twice. Such a chip stays with all its holders: the first one
                    -- has copy 0, and the others are numbered.
                    ALTER TABLE holder ADD COLUMN chip_copy INTEGER NOT NULL DEFAULT 0;
                    UPDATE holder SET chip_copy = ranked.number
                    FROM (
                        SELECT user_id,
                            row_number() OVER (PARTITION BY chip_credential_id ORDER BY chip_enrolled_at, user_id) - 1
                                AS number
                        FROM holder WHERE chip_credential_id IS NOT NULL
                    ) AS ranked
                    WHERE ranked.user_id = holder.user_id AND ranked.number > 0;

                    CREATE UNIQUE INDEX holder_by_credential ON holder (chip_credential_id, chip_copy)
                    WHERE chip_credential_id IS NOT NULL;
                    """
            )
        }
        migrator.registerMigration("9 requests for chips") { database in
            try database.execute(
                sql: """
                    ALTER TABLE holder ADD COLUMN chip_requested_at INTEGER;
                    ALTER TABLE holder ADD COLUMN chip_request_password BLOB;
                    """
            )
        }
        migrator.registerMigration("10 key of the audit trail") { database in
            try database.execute(
                sql: """
                    CREATE TABLE audit_key (
                        id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
                        secret_key_id INTEGER NOT NULL,
                        -- Sealed, as the secrets of devices are.
                        secret BLOB NOT NULL
                    ) STRICT;
                    -- Made when the store is opened.
                    INSERT INTO audit_key VALUES (1, 0, x'00');

                    CREATE TABLE audit_seal (
                        chain TEXT NOT NULL PRIMARY KEY,
                        next_number INTEGER NOT NULL,
                        head BLOB NOT NULL,
                        proof BLOB NOT NULL
                    ) STRICT;
                    """
            )
        }
        return migrator
    }
}
