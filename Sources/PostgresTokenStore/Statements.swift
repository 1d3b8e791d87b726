import TokenRows

/// What is asked of the database.
///
/// Every transaction locks rows in one order: holders by user ID, devices by serial number, callers by their locks' numbers.
/// So no two wait for each other.
enum Statements {
    private static let tokenColumns = SQLText.list(TokenRow.columns)
    private static let holderColumns = SQLText.list(HolderRow.columns)
    private static let auditColumns = SQLText.list(AuditRow.columns)
    private static let sealColumns = SQLText.list(AuditSealRow.columns)

    static let token = PostgresStatement(
        "token",
        "SELECT \(tokenColumns), secret_key_id, secret FROM token WHERE serial_number = $1"
    )

    static let tokensOfHolder = PostgresStatement(
        "tokens-of-holder",
        "SELECT \(tokenColumns) FROM token WHERE holder = $1 ORDER BY serial_number"
    )

    static let holder = PostgresStatement("holder", "SELECT \(holderColumns) FROM holder WHERE user_id = $1")

    /// Of the devices `$1` the holders they have, found by the serial number: without a word of NULL, lest the index of holders
    /// is read whole where statistics say that it is small.
    private static let holdersOfTokens = """
        ARRAY(SELECT holder FROM token WHERE serial_number = ANY($1::text[]))
        """

    /// The holders whose chips have the credentials `$1`.
    static let credentialOwners = PostgresStatement(
        "credential-owners",
        "SELECT chip_credential_id, user_id FROM holder WHERE chip_credential_id = ANY($1::bytea[])"
    )

    /// The holders `$2` and those of the devices `$1`.
    static let lockHolders = PostgresStatement(
        "lock-holders",
        """
        SELECT \(holderColumns) FROM holder
        WHERE user_id = ANY($2::text[]) OR user_id = ANY(\(holdersOfTokens))
        ORDER BY user_id FOR NO KEY UPDATE
        """
    )

    /// The devices `$1`, and all of the same holders.
    static let lockTokens = PostgresStatement(
        "lock-tokens",
        """
        SELECT \(tokenColumns), secret_key_id, secret FROM token
        WHERE serial_number = ANY($1::text[])
            OR (holder IS NOT NULL AND holder = ANY($2::text[]))
            OR (holder IS NOT NULL AND holder = ANY(\(holdersOfTokens)))
        ORDER BY serial_number FOR NO KEY UPDATE
        """
    )

    /// A lock on the name and not on the row, for there may be none yet.
    static let lockCallers = PostgresStatement(
        "lock-callers",
        """
        SELECT count(pg_advisory_xact_lock(lock)) FROM (
            SELECT DISTINCT hashtextextended(id, \(Schema.lockClass)) AS lock FROM unnest($1::text[]) AS id ORDER BY lock
        ) AS locks
        """
    )

    static let callers = PostgresStatement(
        "callers",
        "SELECT id, wrong_tries_empty_at FROM caller WHERE id = ANY($1::text[])"
    )

    static let updateToken = PostgresStatement(
        "update-token",
        """
        UPDATE token SET \(SQLText.assignments(TokenRow.changingColumns, from: 2)) WHERE serial_number = $1
        """
    )

    static let updateHolder = PostgresStatement(
        "update-holder",
        """
        UPDATE holder SET \(SQLText.assignments(HolderRow.changingColumns, from: 2)),
        \(HolderRow.copyAssignment("$\(HolderRow.credentialPosition + 2)")) WHERE user_id = $1
        """
    )

    static let updateCaller = PostgresStatement(
        "update-caller",
        """
        INSERT INTO caller (id, wrong_tries_empty_at) VALUES ($1, $2)
        ON CONFLICT (id) DO UPDATE SET wrong_tries_empty_at = excluded.wrong_tries_empty_at
        """
    )

    static let insertHolder = PostgresStatement(
        "insert-holder",
        """
        INSERT INTO holder (\(holderColumns)) VALUES (\(SQLText.numbers(HolderRow.columns.count)))
        ON CONFLICT DO NOTHING RETURNING 1::bigint
        """
    )

    static let insertToken = PostgresStatement(
        "insert-token",
        """
        INSERT INTO token (\(tokenColumns), secret_key_id, secret)
        VALUES (\(SQLText.numbers(TokenRow.columns.count + 2))) ON CONFLICT DO NOTHING RETURNING 1::bigint
        """
    )

    static let insertAudit = PostgresStatement(
        "insert-audit",
        """
        INSERT INTO audit (chain, \(auditColumns))
        VALUES (\(SQLText.numbers(AuditRow.columns.count + 1)))
        """
    )

    /// Held by the session to its end: a chain has one writer at a time.
    static let takeChain = PostgresStatement(
        "take-chain",
        "SELECT pg_try_advisory_lock(\(Schema.lockClass), $1::bigint::int)::int::bigint"
    )

    static let lastLink = PostgresStatement(
        "last-link",
        "SELECT number, hash FROM audit WHERE chain = $1 ORDER BY number DESC LIMIT 1"
    )

    static let links = PostgresStatement(
        "links",
        "SELECT \(auditColumns) FROM audit WHERE chain = $1 AND number >= $2 ORDER BY number LIMIT $3"
    )

    /// From one name to the next by the index: `DISTINCT` would read the trail of years.
    static let chains = PostgresStatement(
        "chains",
        """
        WITH RECURSIVE name AS (
            (SELECT chain FROM audit ORDER BY chain LIMIT 1)
            UNION ALL
            SELECT (SELECT chain FROM audit WHERE chain > name.chain ORDER BY chain LIMIT 1)
            FROM name WHERE chain IS NOT NULL
        )
        SELECT chain FROM name WHERE chain IS NOT NULL
        """
    )

    static let importPlace = PostgresStatement(
        "import-place",
        "SELECT \(SQLText.list(ImportPlaceRow.columns)) FROM import_place WHERE digest = $1"
    )

    static let noteImportPlace = PostgresStatement(
        "note-import-place",
        """
        INSERT INTO import_place (\(SQLText.list(ImportPlaceRow.columns)))
        VALUES (\(SQLText.numbers(ImportPlaceRow.columns.count)))
        ON CONFLICT (digest) DO UPDATE SET records = excluded.records, imported = excluded.imported,
        duplicates = excluded.duplicates, rejected = excluded.rejected
        """
    )

    static let keyChecks = PostgresStatement("key-checks", "SELECT id, check_text FROM sealing_key")

    /// Nobody unregisters the key before the transaction ends.
    static let lockKeyCheck = PostgresStatement(
        "lock-key-check",
        "SELECT id, check_text FROM sealing_key WHERE id = $1 FOR KEY SHARE"
    )

    /// Waits for the transactions that seal under a registered key.
    static let lockKeyChecks = PostgresStatement("lock-key-checks", "LOCK TABLE sealing_key IN EXCLUSIVE MODE")

    static let insertKeyCheck = PostgresStatement(
        "insert-key-check",
        "INSERT INTO sealing_key (id, check_text) VALUES ($1, $2) ON CONFLICT DO NOTHING"
    )

    static let secretsUnderOtherKeys = PostgresStatement(
        "secrets-under-other-keys",
        """
        SELECT serial_number, secret_key_id, secret FROM token
        WHERE serial_number > $1 AND secret_key_id <> $2 ORDER BY serial_number LIMIT $3
        """
    )

    static let reseal = PostgresStatement(
        "reseal",
        """
        UPDATE token SET secret_key_id = $2, secret = $3
        WHERE serial_number = $1 AND secret_key_id = $4 AND secret = $5
        """
    )

    private static let idsInUse = "SELECT secret_key_id FROM token UNION SELECT secret_key_id FROM audit_key"
    static let keysInUse = PostgresStatement("keys-in-use", idsInUse)

    static let forgetKeys = PostgresStatement(
        "forget-keys",
        "DELETE FROM sealing_key WHERE id <> $1 AND id NOT IN (\(idsInUse))"
    )

    static let auditKey = PostgresStatement("audit-key", "SELECT secret_key_id, secret FROM audit_key")

    /// Locks the key: no other session begins a chain or reseals it before the transaction ends.
    static let lockAuditKey = PostgresStatement(
        "lock-audit-key",
        "SELECT secret_key_id, secret FROM audit_key FOR UPDATE"
    )

    static let updateAuditKey = PostgresStatement(
        "update-audit-key",
        "UPDATE audit_key SET secret_key_id = $1, secret = $2"
    )

    static let auditSeal = PostgresStatement("audit-seal", "SELECT \(sealColumns) FROM audit_seal WHERE chain = $1")

    static let insertSeal = PostgresStatement(
        "insert-seal",
        "INSERT INTO audit_seal (chain, \(sealColumns)) VALUES (\(SQLText.numbers(AuditSealRow.columns.count + 1))) ON CONFLICT DO NOTHING"
    )

    /// A seal that was removed is not written again: its absence shows that.
    static let updateSeal = PostgresStatement(
        "update-seal",
        "UPDATE audit_seal SET \(SQLText.assignments(AuditSealRow.columns, from: 2)) WHERE chain = $1"
    )

    /// Sessions that write a chain: before the trail has a key, they are an older release's.
    static let chainWriters = PostgresStatement(
        "chain-writers",
        """
        SELECT count(*) FROM pg_locks
        WHERE locktype = 'advisory' AND classid = \(Schema.lockClass) AND objid > 0 AND objsubid = 2
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """
    )
}
