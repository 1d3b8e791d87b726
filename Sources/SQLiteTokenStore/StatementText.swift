import TokenRows

/// What is asked of the file.
enum StatementText {
    private static let tokenColumns = SQLText.list(TokenRow.columns)
    private static let holderColumns = SQLText.list(HolderRow.columns)
    private static let auditColumns = SQLText.list(AuditRow.columns)

    static let token = "SELECT \(tokenColumns), secret_key_id, secret FROM token WHERE serial_number = ?"
    static let tokensOfHolder = """
        SELECT \(tokenColumns), secret_key_id, secret FROM token WHERE holder = ? ORDER BY serial_number
        """
    static let holder = "SELECT \(holderColumns) FROM holder WHERE user_id = ?"
    static let credentialOwner = """
        SELECT user_id FROM holder WHERE chip_credential_id = ? ORDER BY chip_copy LIMIT 1
        """
    static let caller = "SELECT wrong_tries_empty_at FROM caller WHERE id = ?"

    static let updateToken = "UPDATE token SET \(SQLText.assignments(TokenRow.changingColumns)) WHERE serial_number = ?"
    /// Most decisions: an index on the holder would otherwise be written with each of them.
    static let updateTokenOfSameHolder = """
        UPDATE token SET \(SQLText.assignments(TokenRow.changingColumnsButHolder)) WHERE serial_number = ?
        """
    static let updateHolder = """
        UPDATE holder SET \(SQLText.assignments(HolderRow.changingColumns)),
        \(HolderRow.copyAssignment("?\(HolderRow.credentialPosition + 1)")) WHERE user_id = ?
        """
    static let updateCaller = """
        INSERT INTO caller (id, wrong_tries_empty_at) VALUES (?, ?)
        ON CONFLICT (id) DO UPDATE SET wrong_tries_empty_at = excluded.wrong_tries_empty_at
        """

    static let insertHolder = """
        INSERT INTO holder (\(holderColumns)) VALUES (\(SQLText.marks(HolderRow.columns.count))) ON CONFLICT DO NOTHING
        """
    static let insertToken = """
        INSERT INTO token (\(tokenColumns), secret_key_id, secret)
        VALUES (\(SQLText.marks(TokenRow.columns.count + 2))) ON CONFLICT DO NOTHING
        """

    static let insertLink = "INSERT INTO audit (\(auditColumns)) VALUES (\(SQLText.marks(AuditRow.columns.count)))"
    static let lastLink = "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1"
    static let links = "SELECT \(auditColumns) FROM audit WHERE number >= ? ORDER BY number LIMIT ?"

    static let importPlace = "SELECT \(SQLText.list(ImportPlaceRow.columns)) FROM import_place WHERE digest = ?"
    static let noteImportPlace = """
        INSERT OR REPLACE INTO import_place (\(SQLText.list(ImportPlaceRow.columns)))
        VALUES (\(SQLText.marks(ImportPlaceRow.columns.count)))
        """

    static let keyChecks = "SELECT id, check_text FROM sealing_key"
    static let keyCheck = "SELECT id, check_text FROM sealing_key WHERE id = ?"
    static let insertKeyCheck = "INSERT INTO sealing_key (id, check_text) VALUES (?, ?) ON CONFLICT DO NOTHING"
    static let secretsUnderOtherKeys = """
        SELECT serial_number, secret_key_id, secret FROM token
        WHERE serial_number > ? AND secret_key_id <> ? ORDER BY serial_number LIMIT ?
        """
    static let reseal = "UPDATE token SET secret_key_id = ?, secret = ? WHERE serial_number = ?"
    static let keysInUse = "SELECT secret_key_id FROM token UNION SELECT secret_key_id FROM audit_key"
    static let forgetKeys = """
        DELETE FROM sealing_key WHERE id <> ? AND id NOT IN (\(keysInUse))
        """

    static let auditKey = "SELECT secret_key_id, secret FROM audit_key"
    static let updateAuditKey = "UPDATE audit_key SET secret_key_id = ?, secret = ?"
    static let auditSeal = "SELECT \(SQLText.list(AuditSealRow.columns)) FROM audit_seal WHERE chain = ?"
    static let insertSeal = "INSERT INTO audit_seal (\(SQLText.list(AuditSealRow.columns)), chain) VALUES (?, ?, ?, ?)"
    static let updateSeal = "UPDATE audit_seal SET \(SQLText.assignments(AuditSealRow.columns)) WHERE chain = ?"
}
