package import Activation
import OTPCore
package import TokenRows

/// A store on a PostgreSQL server, which several nodes of the service may share.
///
/// Every decision is a transaction that locks the rows it is about, in one fixed order. The audit trail is written as one chain
/// for each session at a time: a single one would make all decisions of all nodes wait for each other's commit.
package struct PostgresStore: Sendable {
    /// How many decisions may wait for a session.
    static let queueLimit = 4096

    let pool: PostgresPool
    let keyFile: SealingKeyFile

    /// Connects, and brings the tables up to date.
    ///
    /// - Parameters:
    ///   - address: Where the server is.
    ///   - keyFile: The keys that devices' secrets are sealed under.
    ///   - sessions: How many connections are used at once.
    ///   - patience: How long a request waits.
    ///   - limits: How long an answer of the server may take.
    /// - Returns: The store.
    /// - Throws: ``Activation/TokenStoreError``.
    package static func open(
        _ address: PostgresAddress,
        keyFile: SealingKeyFile,
        sessions: Int = 4,
        patience: StorePatience = StorePatience(),
        limits: PostgresLimits = PostgresLimits()
    ) async throws(TokenStoreError) -> PostgresStore {
        let pool = PostgresPool(
            address,
            size: max(1, sessions),
            queueLimit: Self.queueLimit,
            patience: patience,
            limits: limits,
            keyFile: keyFile
        )
        let store = PostgresStore(pool: pool, keyFile: keyFile)
        try await store.transaction(.unlimited) { session in
            // A step may change a large table: it has no limit while the server lives.
            try session.run(script: "SET statement_timeout = 0")
            try Schema.migrate(&session)
            try session.run(script: PostgresSettings.statementTimeout)
            try Self.proveKeys(keyFile, &session)
            try session.makeAuditKey()
        }
        return store
    }

    /// Connects for reading what is stored; nothing is made or changed.
    ///
    /// - Parameters:
    ///   - address: Where the server is.
    ///   - keyFile: The keys of the secrets, for the key of the audit trail; nil: nothing that is sealed can be read.
    ///   - allowsEarlierVersions: Whether some tables may be missing; what is read from them fails.
    /// - Returns: The store.
    /// - Throws: ``Activation/TokenStoreError``, also for a store of another version.
    package static func openToRead(
        _ address: PostgresAddress,
        keyFile: SealingKeyFile? = nil,
        allowsEarlierVersions: Bool = false
    ) async throws(TokenStoreError) -> PostgresStore {
        let patience = StorePatience()
        let keys: SealingKeyFile
        do {
            keys = try keyFile ?? .forReading()
        } catch {
            throw .unavailable(reason: "\(error)")
        }
        let pool = PostgresPool(
            address,
            size: 1,
            queueLimit: Self.queueLimit,
            patience: patience,
            limits: PostgresLimits(),
            keyFile: keys
        )
        let store = PostgresStore(pool: pool, keyFile: keys)
        try await store.transaction { session in try Schema.check(&session, allowsEarlierSteps: allowsEarlierVersions) }
        return store
    }

    /// Ends the sessions; what is decided already is on the server's disk.
    package func close() {
        self.pool.close()
    }

    /// Throws unless the key file is the one of this database.
    private static func proveKeys(_ keyFile: SealingKeyFile, _ session: inout PostgresSession) throws {
        let checks = try Self.keyChecks(&session)
        let keysInUse = keyFile.lacksKey(of: checks) ? try Self.keysInUse(&session) : []
        guard let missing = try keyFile.prove(checks, keysInUse: keysInUse) else { return }
        _ = try session.run([Statements.insertKeyCheck.with([.integer(missing.keyID), .bytes(missing.bytes)])])
        // Another node may have registered a key of this number at the same moment.
        _ = try keyFile.prove(try Self.keyChecks(&session), keysInUse: keysInUse)
    }
}
