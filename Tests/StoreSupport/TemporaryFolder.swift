import Foundation

/// A folder that is gone when its closure has ended.
package struct TemporaryFolder: Sendable {
    private let url: URL

    package static func with<Result>(_ body: (TemporaryFolder) async throws -> Result) async throws -> Result {
        let url = FileManager.default.temporaryDirectory.appending(path: "token-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: url) }
        return try await body(TemporaryFolder(url: url))
    }

    package func path(_ name: String) -> String {
        self.url.appending(path: name).path
    }
}
