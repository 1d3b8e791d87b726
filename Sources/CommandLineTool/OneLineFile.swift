import Foundation

/// A file whose one line is a key, a password or a token: arguments can be seen by other users of the machine.
///
/// Editors and shells of other systems add a byte order mark, end lines with CR LF or write UTF-16: none of that is part of
/// the line.
package enum OneLineFile {
    private static let byteLimit = 4096

    /// The line, without its line break; spaces may belong to a password, and stay.
    ///
    /// - Parameters:
    ///   - path: Where the file is; `-` is standard input.
    ///   - source: What names the file in an error.
    ///   - content: What the line is, as an error calls it.
    /// - Returns: The line.
    /// - Throws: ``UnusableInput`` if there is not exactly one line of text.
    package static func line(
        of path: String,
        for source: String,
        holding content: String = "line of text"
    ) throws(UnusableInput) -> String {
        let data: Data
        do {
            let handle = path == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(filePath: path))
            data = try handle.read(upToCount: Self.byteLimit + 1) ?? Data()
        } catch {
            throw UnusableInput("\(source): cannot be read\(Self.reason(of: path))")
        }
        guard data.count <= Self.byteLimit, let text = Self.text(of: data) else {
            throw UnusableInput("\(source): not one line of text")
        }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let last = lines.lastIndex { line in !line.isEmpty }
        guard let last else { throw UnusableInput("\(source): holds no \(content)") }
        guard last == lines.firstIndex(where: { line in !line.isEmpty }) else {
            throw UnusableInput("\(source): holds more than one line")
        }
        return String(lines[last])
    }

    /// UTF-8, with a byte order mark or without, or UTF-16 with one.
    private static func text(of data: Data) -> String? {
        if data.starts(with: [0xFF, 0xFE]) { return String(bytes: data.dropFirst(2), encoding: .utf16LittleEndian) }
        if data.starts(with: [0xFE, 0xFF]) { return String(bytes: data.dropFirst(2), encoding: .utf16BigEndian) }
        return String(validating: data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data, as: UTF8.self)
    }

    private static func reason(of path: String) -> String {
        FileManager.default.fileExists(atPath: path) || path == "-" ? "" : ": there is no such file"
    }
}
