import Foundation

/// A small file that an option names, read whole.
package enum BoundedFile {
    private static let byteLimit = 1 << 20

    /// - Parameters:
    ///   - path: Where the file is.
    ///   - source: What names the file in an error.
    /// - Returns: Its bytes.
    /// - Throws: ``UnusableInput`` if it cannot be read or has more than a MiB.
    package static func bytes(of path: String, for source: String) throws(UnusableInput) -> [UInt8] {
        let data: Data
        do {
            data = try FileHandle(forReadingFrom: URL(filePath: path)).read(upToCount: Self.byteLimit + 1) ?? Data()
        } catch {
            throw UnusableInput(unreadable: path, for: source)
        }
        guard data.count <= Self.byteLimit else { throw UnusableInput("\(source): is longer than a MiB") }
        return [UInt8](data)
    }
}
