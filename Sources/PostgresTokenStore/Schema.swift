import Activation
import TokenRows

/// The tables, by named steps that are never changed once they have been released.
enum Schema {
    /// "MiTK": the first half of our advisory locks' numbers, so that they are nobody else's.
    static let lockClass: Int64 = 0x4D69_544B

    /// The index that keeps a credential from having two holders, as the server's messages name it.
    static let credentialIndex = "holder_by_credential"

    /// Brings the tables up to date; of several processes that start at once one does it and the others wait.
    static func migrate(_ session: inout PostgresSession) throws {
        // Another process may have long steps to take.
        try session.run(
            script: "BEGIN; SET LOCAL lock_timeout = '60s'; SELECT pg_advisory_lock(\(Self.lockClass), 0); COMMIT"
        )
        // A step that has failed leaves its transaction open, in which nothing else is done.
        defer { try? session.run(script: "ROLLBACK; SELECT pg_advisory_unlock(\(Self.lockClass), 0)") }
        try session.run(
            script: "CREATE TABLE IF NOT EXISTS schema_step (name text PRIMARY KEY, done_at timestamptz NOT NULL)"
        )
        let rows = try session.run([Self.doneSteps.with()])
        let done = Set(rows.joined().compactMap { $0.text(at: 0) })
        guard done.isSubset(of: Self.steps.map(\.name)) else { throw TokenStoreError.newerSchema }
        for step in Self.steps where !done.contains(step.name) {
            try session.run(
                script: """
                    BEGIN;
                    \(step.sql)
                    INSERT INTO schema_step (name, done_at) VALUES ('\(step.name)', now());
                    COMMIT;
                    """
            )
        }
        try Self.makeAuditPartitions(&session)
    }

    /// Proves that the tables are there and those of this version, or of an earlier one, and changes nothing.
    static func check(_ session: inout PostgresSession, allowsEarlierSteps: Bool) throws {
        let tables = try session.run([Self.stepTable.with()]).joined()
        guard tables.first?.text(at: 0) != nil else {
            throw TokenStoreError.noStore
        }
        let done = Set(try session.run([Self.doneSteps.with()]).joined().compactMap { $0.text(at: 0) })
        guard done.isSubset(of: Self.steps.map(\.name)) else { throw TokenStoreError.newerSchema }
        guard !done.isEmpty else { throw TokenStoreError.noStore }
        guard allowsEarlierSteps || done.count == Self.steps.count else {
            throw TokenStoreError.unavailable(reason: TokenStoreError.earlierSchema)
        }
    }

    private static let stepTable = PostgresStatement("schema-table", "SELECT to_regclass('schema_step')::text")

    /// Makes the partitions of the audit trail for this month and the next twelve, as far as they are missing.
    static func makeAuditPartitions(_ session: inout PostgresSession) throws(PostgresError) {
        // One transaction, as every script without a BEGIN is: the lock ends with it.
        try session.run(
            script: "SELECT pg_advisory_xact_lock(\(Self.lockClass), 0); SELECT make_audit_partitions()"
        )
    }

    private static let doneSteps = PostgresStatement("schema-steps", "SELECT name FROM schema_step")

    private static let steps: [(name: String, sql: String)] = [
        ("1 holders and devices", Self.records),
        ("2 audit trail by month", Self.auditTrail),
        ("3 places in imported files", Self.importPlaces),
        ("4 chips", Self.chips),
        ("5 when keys may be used", Self.validity),
        ("6 archiving of the audit trail", Self.archiving),
        ("7 credentials of one holder each", Self.credentials),
        ("8 requests for chips", Self.chipRequests),
        ("9 key of the audit trail", Self.auditKey),
    ]

    /// Room is left in the pages of what changes with every decision, so that a change stays in its page and touches no index.
    private static let records = """
        CREATE TABLE holder (
            user_id text COLLATE "C" PRIMARY KEY,
            password text NOT NULL,
            created_at bigint NOT NULL,
            passwords_wrong bigint NOT NULL,
            passwords_blocks bigint NOT NULL,
            passwords_blocked_until bigint,
            device_passwords_wrong bigint NOT NULL,
            device_passwords_blocks bigint NOT NULL,
            device_passwords_blocked_until bigint,
            activations_wrong bigint NOT NULL,
            activations_blocks bigint NOT NULL,
            activations_blocked_until bigint
        ) WITH (fillfactor = 80);

        CREATE TABLE token (
            serial_number text COLLATE "C" PRIMARY KEY,
            kind text NOT NULL,
            algorithm text NOT NULL,
            digits bigint NOT NULL,
            -- A time-based device has the first pair, a counter-based one the third.
            time_step bigint,
            epoch bigint,
            first_counter bigint,
            imported_at bigint NOT NULL,
            manufactured_at bigint,
            state text NOT NULL,
            holder text COLLATE "C" REFERENCES holder (user_id),
            activated_at bigint,
            last_accepted bigint,
            clock_offset bigint NOT NULL,
            retired_at bigint,
            block text,
            block_until bigint,
            clock_earliest bigint,
            clock_latest bigint,
            clock_at bigint,
            stray_position bigint,
            stray_at bigint,
            codes_wrong bigint NOT NULL,
            codes_blocks bigint NOT NULL,
            codes_blocked_until bigint,
            wrong_by_serial_number bigint NOT NULL,
            activations_wrong bigint NOT NULL,
            activations_blocks bigint NOT NULL,
            activations_blocked_until bigint,
            resynchronizations_empty_at bigint,
            -- Sealed; read only to decide.
            secret_key_id bigint NOT NULL,
            secret bytea NOT NULL,
            CHECK ((time_step IS NULL) = (epoch IS NULL)),
            CHECK ((time_step IS NULL) <> (first_counter IS NULL)),
            CHECK ((holder IS NULL) = (activated_at IS NULL))
        ) WITH (fillfactor = 80);

        CREATE INDEX token_of_holder ON token (holder, serial_number) WHERE holder IS NOT NULL;

        CREATE TABLE caller (
            id text COLLATE "C" PRIMARY KEY,
            wrong_tries_empty_at bigint NOT NULL
        ) WITH (fillfactor = 80);

        CREATE TABLE sealing_key (
            id bigint PRIMARY KEY,
            check_text bytea NOT NULL
        );
        """

    private static let importPlaces = """
        CREATE TABLE import_place (
            digest text COLLATE "C" PRIMARY KEY,
            records bigint NOT NULL,
            imported bigint NOT NULL,
            duplicates bigint NOT NULL,
            rejected bigint NOT NULL
        );
        """

    /// A holder has one chip or none, and one question to it that awaits its answer or none.
    private static let chips = """
        ALTER TABLE holder
            ADD COLUMN chip_credential_id bytea,
            ADD COLUMN chip_public_key bytea,
            ADD COLUMN chip_aaguid bytea,
            ADD COLUMN chip_attestation text,
            ADD COLUMN chip_enrolled_at bigint,
            ADD COLUMN chip_signature_counter bigint,
            ADD COLUMN chip_block text,
            ADD COLUMN chip_block_until bigint,
            ADD COLUMN ceremony text,
            ADD COLUMN ceremony_challenge bytea,
            ADD COLUMN ceremony_expires_at bigint;
        """

    /// Known of the makers so far was the start date alone, as the day of manufacture.
    private static let validity = """
        ALTER TABLE token ADD COLUMN starts_at bigint, ADD COLUMN expires_at bigint;
        UPDATE token SET starts_at = manufactured_at WHERE manufactured_at IS NOT NULL;
        """

    /// A credential has one holder from here on.
    ///
    /// Until now it could be enrolled twice. Such a chip stays with all its holders: the first one has copy 0, and the others are
    /// numbered.
    private static let credentials = """
        ALTER TABLE holder
            ADD COLUMN chip_transports text,
            ADD COLUMN chip_copy bigint NOT NULL DEFAULT 0;
        UPDATE holder SET chip_copy = ranked.number
        FROM (
            SELECT user_id,
                row_number() OVER (PARTITION BY chip_credential_id ORDER BY chip_enrolled_at, user_id) - 1 AS number
            FROM holder WHERE chip_credential_id IS NOT NULL
        ) AS ranked
        WHERE ranked.user_id = holder.user_id AND ranked.number > 0;
        CREATE UNIQUE INDEX \(credentialIndex) ON holder (chip_credential_id, chip_copy)
            WHERE chip_credential_id IS NOT NULL;
        """

    /// A holder's request to add a chip by password alone.
    private static let chipRequests = """
        ALTER TABLE holder ADD COLUMN chip_requested_at bigint, ADD COLUMN chip_request_password bytea;
        """

    /// The key is made when the store is opened; the seal of a chain changes with each transaction.
    private static let auditKey = """
        CREATE TABLE audit_key (
            id bigint PRIMARY KEY CHECK (id = 1),
            secret_key_id bigint NOT NULL,
            -- Sealed, as the secrets of devices are.
            secret bytea NOT NULL
        );
        INSERT INTO audit_key VALUES (1, 0, '\\x00');

        CREATE TABLE audit_seal (
            chain text COLLATE "C" PRIMARY KEY,
            next_number bigint NOT NULL,
            head bytea NOT NULL,
            proof bytea NOT NULL
        ) WITH (fillfactor = 50);
        """

    /// A chain goes on after its last entry, so that this one stays.
    private static let archiving = """
        -- Takes a month, written 2026_01, out of the trail; gives back the name of the table that then has it.
        CREATE FUNCTION archive_audit_month(month text) RETURNS text LANGUAGE plpgsql AS $$
        DECLARE
            name text := 'audit_' || month;
        BEGIN
            EXECUTE format('ALTER TABLE audit DETACH PARTITION %I', name);
            -- By the index, a chain at a time: every decision waits until the trail is free again.
            EXECUTE format(
                'WITH RECURSIVE name AS ( '
                '    (SELECT chain FROM %1$I ORDER BY chain LIMIT 1) '
                '    UNION ALL '
                '    SELECT (SELECT chain FROM %1$I WHERE chain > name.chain ORDER BY chain LIMIT 1) '
                '    FROM name WHERE chain IS NOT NULL '
                ') '
                'INSERT INTO audit SELECT last.* FROM name, LATERAL '
                '    (SELECT * FROM %1$I WHERE chain = name.chain ORDER BY number DESC LIMIT 1) AS last '
                'WHERE coalesce((SELECT max(number) FROM audit WHERE chain = last.chain), -1) < last.number',
                name
            );
            RETURN name;
        END $$;
        """

    /// A month's entries lie in a table of their own, which can be archived whole; what falls into none of them, in the last.
    private static let auditTrail = """
        CREATE TABLE audit (
            chain text COLLATE "C" NOT NULL,
            number bigint NOT NULL,
            at bigint NOT NULL,
            event text NOT NULL,
            reason text NOT NULL,
            serial_number text,
            user_id text,
            caller text,
            hash bytea NOT NULL,
            PRIMARY KEY (chain, number, at)
        ) PARTITION BY RANGE (at);

        CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'the audit trail is only ever appended to';
        END $$;

        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit
            FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
        CREATE TRIGGER never_emptied BEFORE TRUNCATE ON audit
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

        CREATE TABLE audit_rest PARTITION OF audit DEFAULT;
        CREATE TRIGGER never_emptied BEFORE TRUNCATE ON audit_rest
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

        -- This month's partition and the next twelve; one for whose month there are entries in the rest is left out.
        CREATE FUNCTION make_audit_partitions() RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
            month timestamp;
            name text;
        BEGIN
            FOR step IN 0..12 LOOP
                month := date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => step);
                name := 'audit_' || to_char(month, 'YYYY_MM');
                CONTINUE WHEN to_regclass(name) IS NOT NULL;
                BEGIN
                    EXECUTE format(
                        'CREATE TABLE %I PARTITION OF audit FOR VALUES FROM (%s) TO (%s)',
                        name,
                        (extract(epoch FROM month) * 1000)::bigint,
                        (extract(epoch FROM month + interval '1 month') * 1000)::bigint
                    );
                    EXECUTE format(
                        'CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %I '
                        'FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()',
                        name
                    );
                EXCEPTION WHEN check_violation THEN
                    NULL;
                END;
            END LOOP;
        END $$;
        """
}
