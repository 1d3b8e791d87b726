import LibCrypto

/// Base64 with an alphabet for addresses and file names and without padding, RFC 4648, section 5: how JSON carries bytes in
/// Web Authentication level 3, section 5.1.
package enum Base64URL {
    /// The characters for these bytes.
    package static func encode(_ bytes: [UInt8]) -> String {
        let characters = Base64.encode(bytes.span, padding: .forbidden).map { character in
            switch character {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: character
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// The bytes these characters stand for; nil for a foreign character, an impossible length, padding, or bits left over
    /// that are not zero.
    package static func decode(_ text: String) -> [UInt8]? {
        var characters: [UInt8] = []
        characters.reserveCapacity(text.utf8.count)
        for character in text.utf8 {
            switch character {
            case UInt8(ascii: "-"): characters.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): characters.append(UInt8(ascii: "/"))
            case UInt8(ascii: "+"), UInt8(ascii: "/"), 0...0x20: return nil
            default: characters.append(character)
            }
        }
        return Base64.decode(characters.span, padding: .forbidden)
    }
}
