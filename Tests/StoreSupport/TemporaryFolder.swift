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

    /// Copies a file into the folder, unless there is one of that name.
    package func copyIfMissing(_ path: String, to name: String) throws {
        guard !FileManager.default.fileExists(atPath: self.path(name)) else { return }
        try FileManager.default.copyItem(atPath: path, toPath: self.path(name))
    }
}
