import CommandLineTool
import Foundation
import LibCrypto

/// Keys and passwords as options and files give them.
enum KeyText {
    private static let byteLimit = 4096

    static func key(hex text: String, from source: String) throws(UnusableInput) -> SecretBytes {
        guard let key = SecretBytes(hex: text.utf8.span), key.count > 0 else {
            throw UnusableInput("\(source): not an even number of hexadecimal digits")
        }
        return key
    }

    /// The first line of a file, without its line break; spaces belong to a password, and stay.
    static func line(ofFile path: String, for source: String) throws(UnusableInput) -> String {
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
