/// A server's own account of whether it can store decisions.
struct ServerState {
    /// The age of a commit that counts as stuck, in seconds; less than the limit of an answer.
    private static let longestCommit = 3

    /// Whether the server is read-only, whether it is a standby, and how many commits of this role are stuck.
    ///
    /// If commits wait for a standby (27.2.8), those of a new session would wait as well. Closing the connection does not end such
    /// a wait, so that repeated attempts would use up all sessions of the server.
    static let question = PostgresStatement(
        "server-state",
        """
        SELECT (current_setting('transaction_read_only') = 'on')::int::bigint, pg_is_in_recovery()::int::bigint,
            (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user
            AND wait_event = 'SyncRep' AND query_start < clock_timestamp() - interval '\(longestCommit) s')
        """
    )

    private let isReadOnly: Bool
    private let isStandby: Bool
    private let waitingCommits: Int64

    init(_ row: PostgresRow) {
        self.isReadOnly = row.integer(at: 0) != 0
        self.isStandby = row.integer(at: 1) != 0
        self.waitingCommits = row.integer(at: 2) ?? 0
    }

    /// The reason why the server cannot be used; `nil` if it can.
    func objection(to target: PostgresAddress.Target) -> String? {
        switch target {
        case .any: break
        case .primary: if self.isStandby { return Self.standby }
        case .readWrite:
            if self.isStandby { return Self.standby }
            if self.isReadOnly { return "the server is read-only (default_transaction_read_only)" }
        }
        guard self.waitingCommits > 0 else { return nil }
        return
            "commits wait for a standby that does not answer (\(self.waitingCommits) for more than \(Self.longestCommit) s)"
    }

    private static let standby = "the server is a standby, which takes no changes; name the primary"
}

/// The settings of each session.
enum PostgresSettings {
    static let statementTimeout = "SET statement_timeout = '60s';"

    /// The script of the settings, with limits on locks, statements and lost clients.
    ///
    /// Every statement of a decision names its few rows: it is planned once, and with an index even while a table is small.
    /// Warnings are on because one during a commit says that the change may be lost.
    static func script(serverVersion: Int32) -> String {
        // Otherwise the statement of a lost client holds its locks until it ends.
        let interval = serverVersion >= 140_000 ? "SET client_connection_check_interval = '2s';" : ""
        return """
            SET synchronous_commit = on;
            SET lock_timeout = '3s';
            \(Self.statementTimeout)
            SET idle_in_transaction_session_timeout = '10s';
            SET tcp_keepalives_idle = 5;
            SET tcp_keepalives_interval = 2;
            SET tcp_keepalives_count = 3;
            SET tcp_user_timeout = 5000;
            SET client_min_messages = warning;
            SET plan_cache_mode = force_generic_plan;
            SET enable_seqscan = off;
            \(interval)
            """
    }
}
