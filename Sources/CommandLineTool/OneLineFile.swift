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
        let lines = try Self.lines(of: path, for: source, holding: content)
        guard lines.count == 1 else { throw UnusableInput("\(source): holds more than one line") }
        return lines[0]
    }

    /// The first line of a file that may have more.
    package static func firstLine(
        of path: String,
        for source: String,
        holding content: String
    ) throws(UnusableInput) -> String {
        try Self.lines(of: path, for: source, holding: content)[0]
    }

    /// The lines that are not empty; at least one.
    private static func lines(
        of path: String,
        for source: String,
        holding content: String
    ) throws(UnusableInput) -> [String] {
        let data: Data
        do {
            let handle = path == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(filePath: path))
            data = try handle.read(upToCount: Self.byteLimit + 1) ?? Data()
        } catch {
            throw UnusableInput(unreadable: path, for: source)
        }
        guard data.count <= Self.byteLimit, let text = Self.text(of: data) else {
            throw UnusableInput("\(source): not one line of text")
        }
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        guard !lines.isEmpty else { throw UnusableInput("\(source): holds no \(content)") }
        return lines
    }

    /// UTF-8, with a byte order mark or without, or UTF-16 with one.
    private static func text(of data: Data) -> String? {
        if data.starts(with: [0xFF, 0xFE]) { return String(bytes: data.dropFirst(2), encoding: .utf16LittleEndian) }
        if data.starts(with: [0xFE, 0xFF]) { return String(bytes: data.dropFirst(2), encoding: .utf16BigEndian) }
        return String(validating: data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data, as: UTF8.self)
    }
}
