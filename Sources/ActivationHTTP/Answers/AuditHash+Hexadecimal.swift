package import Activation

extension AuditHash {
    /// Reads what ``hexadecimal`` gives; nil if the text is anything else.
    package init?(hexadecimal text: String) {
        let digits = text.utf8.map { digit in Character(UnicodeScalar(digit)).hexDigitValue }
        guard digits.count == 2 * Self.byteCount else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        self.init(bytes.span)
    }

    /// Two digits for each byte.
    package var hexadecimal: String {
        self.withBytes { bytes in
            let digits = Array("0123456789abcdef".utf8)
            var text: [UInt8] = []
            for index in bytes.indices {
                text.append(digits[Int(bytes[index] >> 4)])
                text.append(digits[Int(bytes[index] & 15)])
            }
            return String(decoding: text, as: UTF8.self)
        }
    }
}
