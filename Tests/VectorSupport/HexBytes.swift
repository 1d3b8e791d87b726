/// Bytes, written as lower-case hexadecimal.
///
/// Decoded here and not with the product's parser, which vectors of its own put to the test.
package struct HexBytes: Decodable, Sendable {
    package let bytes: [UInt8]

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let characters = try container.decode(String.self).utf8.map { $0 }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: characters.count, by: 2) {
            guard
                index + 1 < characters.count,
                let high = Self.nibble(characters[index]),
                let low = Self.nibble(characters[index + 1])
            else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "not hexadecimal bytes")
            }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    private static func nibble(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"):
            character - UInt8(ascii: "a") + 10
        default:
            nil
        }
    }
}
