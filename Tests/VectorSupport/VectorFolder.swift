package import Foundation

/// The folder `Vectors/` beside `Tests/`, found from where this file stands.
package enum VectorFolder {
    package static let url = URL(filePath: #filePath)
        .deletingLastPathComponent()
        .appending(path: "../../Vectors")
        .standardizedFileURL

    /// The names of all vector files, without `.json`.
    package static func fileNames() throws -> [String] {
        try FileManager.default.contentsOfDirectory(at: self.url, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
            .map { $0.deletingPathExtension().lastPathComponent }
            .sorted()
    }

    package static func url(of name: String) -> URL {
        self.url.appending(path: "\(name).json")
    }
}
