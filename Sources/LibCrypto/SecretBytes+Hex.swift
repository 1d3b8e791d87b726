extension SecretBytes {
    /// A key from its hexadecimal form, in capitals or not; nil for anything else than an even number of digits.
    package init?(hex text: Span<UInt8>) {
        guard text.count.isMultiple(of: 2) else { return nil }
        for index in text.indices where Self.value(ofHex: text[index]) == nil { return nil }
        self.init(count: text.count / 2) { bytes in
            for index in bytes.indices {
                let high = Self.value(ofHex: text[2 * index]) ?? 0
                let low = Self.value(ofHex: text[2 * index + 1]) ?? 0
                bytes[index] = high << 4 | low
            }
        }
    }

    /// A key from the hexadecimal form that people and programs print: spaces, colons and dashes between the digits, and a
    /// `0x` in front; nil for anything else.
    package init?(printedHex text: Span<UInt8>) {
        var digits = SecretBytes(zeroed: text.count)
        var count = 0
        for index in text.indices where !Self.isSeparator(text[index]) {
            let character = text[index]
            if count == 1, character | 0x20 == UInt8(ascii: "x"), index > 0, text[index - 1] == UInt8(ascii: "0") {
                count = 0
                continue
            }
            digits.withMutableBytes { digits in digits[count] = character }
            count += 1
        }
        guard let key = digits.withBytes({ digits in SecretBytes(hex: digits.extracting(first: count)) }) else {
            return nil
        }
        self = key
    }

    private static func isSeparator(_ character: UInt8) -> Bool {
        character == UInt8(ascii: " ") || character == UInt8(ascii: ":") || character == UInt8(ascii: "-")
    }

    private static func value(ofHex character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
