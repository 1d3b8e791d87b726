import CommandLineTool
import Foundation

/// A file, or standard input, that holds a secret and nothing else.
enum SecretFile {
    /// More than any secret or URI needs; a wrong file is not read to its end.
    private static let byteLimit = 4096

    /// The one line of the file, without spaces around it.
    static func line(of path: String) throws(UnusableInput) -> String {
        let source = "--secret-file \(path)"
        let data: Data
        do {
            let handle = path == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(filePath: path))
            data = try handle.read(upToCount: Self.byteLimit + 1) ?? Data()
        } catch {
            throw UnusableInput("\(source): cannot be read")
        }
        guard data.count <= Self.byteLimit, let text = String(validating: data, as: UTF8.self) else {
            throw UnusableInput("\(source): not one line of text")
        }
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
        guard let line = lines.first else { throw UnusableInput("\(source): holds no secret") }
        guard lines.count == 1 else { throw UnusableInput("\(source): holds more than one line") }
        return line
    }
}
