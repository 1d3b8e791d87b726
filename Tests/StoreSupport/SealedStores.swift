import Activation
import PostgresTokenStore
import SQLiteTokenStore
package import TokenRows

/// The stores that seal secrets, opened several times: by several programs of one machine, or by several machines.
package enum SealedStores: CaseIterable, Sendable {
    case sqlite
    case postgres

    /// Those that this machine can run.
    package static let available = PostgresCluster.isInstalled ? Self.allCases : [.sqlite]

    /// One program that has the store open, and the key file it has read.
    package struct Program: Sendable {
        package let store: any SealedTokenStore
        package let keyFile: SealingKeyFile
    }

    /// An empty store, opened once for each name of a key file.
    ///
    /// The key files are copies of each other; programs with the same name share one file.
    package func with(keyFiles names: [String], _ body: ([Program]) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder async throws in
            let first = try folder.keyFile(names[0])
            let cluster = self == .postgres ? try await PostgresCluster.shared : nil
            let database = try await cluster?.emptyDatabase()
            var programs: [Program] = []
            defer { for program in programs { program.store.close() } }
            for name in names {
                try folder.copyIfMissing(first.path, to: name)
                let keyFile = try SealingKeyFile(path: folder.path(name))
                let store: any SealedTokenStore
                if let cluster, let database {
                    let address = try cluster.address(of: database)
                    store = try await PostgresStore.open(address, keyFile: keyFile, sessions: 2)
                } else {
                    store = try SQLiteStore(path: folder.path("store.sqlite"), keyFile: keyFile)
                }
                programs.append(Program(store: store, keyFile: keyFile))
            }
            try await body(programs)
        }
    }
}
