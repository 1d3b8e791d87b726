import CommandLineTool
import Foundation

/// A file, or standard input, that holds a secret and nothing else.
enum SecretFile {
    /// The one line of the file, without spaces around it.
    static func line(of path: String) throws(UnusableInput) -> String {
        let source = "--secret-file \(path)"
        let line = try OneLineFile.line(of: path, for: source, holding: "secret")
            .trimmingCharacters(in: .whitespaces)
        guard !line.isEmpty else { throw UnusableInput("\(source): holds no secret") }
        return line
    }
}
