package import Activation
import PostgresTokenStore
import SQLiteTokenStore
package import TokenRows

/// The stores that must behave alike.
package enum StoreUnderTest: CaseIterable, Sendable {
    case memory
    case sqlite
    case postgres

    /// Those that this machine can run.
    package static let available = PostgresCluster.isInstalled ? Self.allCases : [.memory, .sqlite]

    /// An empty store, which is there for as long as the closure runs.
    package func withEmptyStore(_ body: (any TokenStore) async throws -> Void) async throws {
        switch self {
        case .memory:
            try await body(MemoryTokenStore())
        case .sqlite:
            try await TemporaryFolder.with { folder async throws in
                let store = try SQLiteStore(
                    path: folder.path("store.sqlite"),
                    keyFile: try folder.keyFile(),
                    patience: .ofTests
                )
                defer { store.close() }
                try await body(store)
            }
        case .postgres:
            let cluster = try await PostgresCluster.shared
            try await TemporaryFolder.with { folder async throws in
                let address = try cluster.address(of: try await cluster.emptyDatabase())
                let store = try await PostgresStore.open(
                    address,
                    keyFile: try folder.keyFile(),
                    sessions: 6,
                    patience: .ofTests,
                    limits: .ofTests
                )
                defer { store.close() }
                try await body(store)
            }
        }
    }
}

extension TemporaryFolder {
    /// A key file of its own, the same at every call.
    package func keyFile(_ name: String = "store.keys") throws -> SealingKeyFile {
        do {
            return try SealingKeyFile(path: self.path(name))
        } catch SealingKeyFileError.missing {
            try SealingKeyFile.create(path: self.path(name))
            return try SealingKeyFile(path: self.path(name))
        }
    }
}
