import Foundation

/// A file whose one line is a key, a password or a token: arguments can be seen by other users of the machine.
package enum OneLineFile {
    private static let byteLimit = 4096

    /// The line, without its line break; spaces may belong to a password, and stay.
    ///
    /// - Parameters:
    ///   - path: Where the file is.
    ///   - source: What names the file in an error.
    /// - Returns: The line.
    /// - Throws: ``UnusableInput`` if there is not exactly one line of text.
    package static func line(of path: String, for source: String) throws(UnusableInput) -> String {
        let data: Data
        do {
            data = try FileHandle(forReadingFrom: URL(filePath: path)).read(upToCount: Self.byteLimit + 1) ?? Data()
        } catch {
            throw UnusableInput("\(source): cannot be read")
        }
        guard data.count <= Self.byteLimit, let text = String(validating: data, as: UTF8.self) else {
            throw UnusableInput("\(source): not one line of text")
        }
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        if lines.last == "" { lines.removeLast() }
        guard lines.count == 1, let line = lines.first, !line.isEmpty else {
            throw UnusableInput("\(source): not one line of text")
        }
        return String(line)
    }
}
