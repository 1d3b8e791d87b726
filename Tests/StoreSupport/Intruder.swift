import Activation
import GRDB
import PostgresTokenStore
import SQLiteTokenStore
package import TokenRows

/// Somebody who can write to the database of a store, but does not have its key file.
package struct Intruder: Sendable {
    let open: @Sendable () async throws -> any SealedTokenStore
    let execute: @Sendable (String) async throws -> Void

    /// Bytes as a statement writes them.
    package let literal: @Sendable (_ hexadecimal: String) -> String

    /// The name of the one chain of the store's audit trail.
    package let chain: String

    /// Opens the store with its key file, and closes it after the closure.
    package func withStore<Result>(_ body: (any SealedTokenStore) async throws -> Result) async throws -> Result {
        let store = try await self.open()
        defer { store.close() }
        return try await body(store)
    }

    /// Runs statements, past the triggers that guard the trail.
    package func run(_ statements: String...) async throws {
        try await self.run(statements)
    }

    package func run(_ statements: [String]) async throws {
        try await self.execute(statements.joined(separator: ";\n"))
    }
}

extension SealedStores {
    /// An empty store and somebody with its database; the store writes one chain.
    package func withIntruder(_ body: (Intruder) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder async throws in
            let keyFile = try folder.keyFile()
            switch self {
            case .sqlite:
                let path = folder.path("store.sqlite")
                try SQLiteStore(path: path, keyFile: keyFile).close()
                let database = try DatabaseQueue(path: path)
                try await database.write { database in
                    for trigger in try String.fetchAll(
                        database,
                        sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'"
                    ) { try database.execute(sql: "DROP TRIGGER \(trigger)") }
                }
                try await body(
                    Intruder(
                        open: { try SQLiteStore(path: path, keyFile: keyFile, patience: .ofTests) },
                        execute: { sql in try await database.write { database in try database.execute(sql: sql) } },
                        literal: { "x'\($0)'" },
                        chain: "sqlite"
                    )
                )
            case .postgres:
                let cluster = try await PostgresCluster.shared
                let database = try await cluster.emptyDatabase()
                let address = try cluster.address(of: database)
                try await body(
                    Intruder(
                        open: {
                            try await PostgresStore.open(
                                address,
                                keyFile: keyFile,
                                sessions: 1,
                                patience: .ofTests,
                                limits: .ofTests
                            )
                        },
                        execute: { sql in
                            try await cluster.psql("SET session_replication_role = replica;\n\(sql)", in: database)
                        },
                        literal: { "'\\x\($0)'" },
                        chain: "postgres-1"
                    )
                )
            }
        }
    }
}
