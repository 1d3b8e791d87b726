/// Base64, RFC 4648, section 4: padded as XML files have it, or without padding as the PHC string format has it.
package enum Base64 {
    /// Whether the last group of four is filled with `=`.
    package enum Padding: Sendable {
        case required
        case forbidden
    }

    private static let alphabet = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let pad = UInt8(ascii: "=")

    /// The characters for these bytes; wiping them, if the bytes are secret, is the caller's task.
    package static func encode(_ bytes: Span<UInt8>, padding: Padding = .required) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
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
        while padding == .required, !text.count.isMultiple(of: 4) { text.append(Self.pad) }
        return text
    }

    /// The bytes these characters stand for, in storage that was never moved while it grew.
    ///
    /// White space between the characters is skipped, as XML Schema's base64Binary asks. Nil for a foreign character, an
    /// impossible length, wrong padding, or bits left over that are not zero (section 3.5).
    package static func decode(_ text: Span<UInt8>, padding: Padding = .required) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3 + 3)
        guard Self.decode(text, padding: padding, into: &bytes) else {
            bytes.wipe()
            return nil
        }
        return bytes
    }

    private static func decode(_ text: Span<UInt8>, padding: Padding, into bytes: inout [UInt8]) -> Bool {
        var pending: UInt32 = 0
        var pendingBits: UInt32 = 0
        var characters = 0
        var pads = 0
        for index in text.indices {
            let character = text[index]
            if Self.isSpace(character) { continue }
            if character == Self.pad {
                pads += 1
                continue
            }
            guard pads == 0, let value = Self.value(of: character) else { return false }
            characters += 1
            pending = (pending << 6 | value) & 0xFFFF
            pendingBits += 6
            if pendingBits >= 8 {
                pendingBits -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> pendingBits))
            }
        }
        let leftOver = pending & ((1 << pendingBits) - 1)
        let expectedPads = padding == .required ? (4 - characters % 4) % 4 : 0
        return pendingBits < 6 && leftOver == 0 && pads == expectedPads
    }

    private static func isSpace(_ character: UInt8) -> Bool {
        character == 0x20 || character == 0x0A || character == 0x0D || character == 0x09
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
