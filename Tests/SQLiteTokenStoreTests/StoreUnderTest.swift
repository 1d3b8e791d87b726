import Activation
import SQLiteTokenStore

/// The stores that must behave alike.
enum StoreUnderTest: CaseIterable, Sendable {
    case memory
    case sqlite

    /// An empty store, and the folder it lives in for as long as the closure runs.
    func withEmptyStore(_ body: (any TokenStore) async throws -> Void) async throws {
        switch self {
        case .memory:
            try await body(MemoryTokenStore())
        case .sqlite:
            try await TemporaryFolder.with { folder async throws in
                let store = try SQLiteStore(path: folder.path("store.sqlite"))
                defer { store.close() }
                try await body(store)
            }
        }
    }
}
