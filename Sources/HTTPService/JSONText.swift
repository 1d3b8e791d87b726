import Foundation

/// The one way both services write JSON: members sorted, slashes as they are, no spaces.
package enum JSONText {
    package static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Encoding fails only for what JSON has no word for (a number that is not one); no type here holds such.
        return (try? encoder.encode(value)).map { [UInt8]($0) } ?? Array("null".utf8)
    }
}
