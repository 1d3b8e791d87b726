/// Base64 without padding, RFC 4648, sections 3.2 and 4: what the PHC string format stores salts and hashes in.
enum UnpaddedBase64 {
    private static let alphabet = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: Span<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 4 + 2) / 3)
        var pending: UInt32 = 0
        var pendingBits: UInt32 = 0
        for index in bytes.indices {
            pending = (pending << 8 | UInt32(bytes[index])) & 0xFFFF
            pendingBits += 8
            while pendingBits >= 6 {
                pendingBits -= 6
                text.append(Self.alphabet[Int(pending >> pendingBits & 0x3F)])
            }
        }
        if pendingBits > 0 { text.append(Self.alphabet[Int(pending << (6 - pendingBits) & 0x3F)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil for a foreign character, an impossible length, or bits left over that are not zero (section 3.5).
    static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var pending: UInt32 = 0
        var pendingBits: UInt32 = 0
        for character in text {
            guard let value = Self.value(of: character) else { return nil }
            pending = (pending << 6 | value) & 0xFFFF
            pendingBits += 6
            if pendingBits >= 8 {
                pendingBits -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> pendingBits))
            }
        }
        let leftOver = pending & ((1 << pendingBits) - 1)
        return pendingBits < 6 && leftOver == 0 ? bytes : nil
    }

    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
