extension XMLElement {
    /// The date in the child of this name.
    func date(_ name: String) throws(PSKCRejectReason) -> ContainerDate? {
        guard let text = try self.text(name) else { return nil }
        guard let date = ContainerDate(parsing: text) else { throw .notADate(element: name) }
        return date
    }

    /// The number that is the text of the child of this name.
    func textNumber<Number: FixedWidthInteger>(
        _ name: String,
        in range: ClosedRange<Number>
    ) throws(PSKCRejectReason) -> Number? {
        guard let text = try self.text(name) else { return nil }
        return try Self.number(text, of: name, in: range)
    }

    /// The number in an attribute.
    func attributeNumber(_ name: String) throws(PSKCRejectReason) -> UInt32? {
        guard let text = self.attribute(name) else { return nil }
        return try Self.number(text, of: name, in: 0...UInt32.max)
    }

    /// The boolean in an attribute, XML Schema, part 2, section 3.2.2.
    func truth(_ name: String) throws(PSKCRejectReason) -> Bool? {
        switch self.attribute(name) {
        case nil: nil
        case "true", "1": true
        case "false", "0": false
        default: throw .notABoolean(element: name)
        }
    }

    /// A decrypted number: decimal digits, which is what the plain form holds, or else the number in big-endian bytes.
    ///
    /// RFC 6030 leaves the form open. Makers encrypt the text; python-pskc encrypts the bytes of the number, as few as
    /// there are, and reads digits as text, too: a number whose bytes are digits is read as the text.
    static func number<Number: FixedWidthInteger>(
        decrypted bytes: Span<UInt8>,
        of name: String,
        in range: ClosedRange<Number>
    ) throws(PSKCRejectReason) -> Number {
        var text: [UInt8] = []
        var binary: UInt64 = 0
        for index in bytes.indices {
            text.append(bytes[index])
            binary = binary << 8 | UInt64(bytes[index])
        }
        if text.allSatisfy({ byte in (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2B }) {
            return try Self.number(String(decoding: text, as: UTF8.self), of: name, in: range)
        }
        guard bytes.count <= 8 else { throw .notANumber(element: name) }
        guard let number = Number(exactly: binary), range.contains(number) else { throw .outOfRange(element: name) }
        return number
    }

    /// A number in decimal digits.
    static func number<Number: FixedWidthInteger>(
        _ text: String,
        of name: String,
        in range: ClosedRange<Number>
    ) throws(PSKCRejectReason) -> Number {
        let digits = text.utf8.drop { character in character == UInt8(ascii: "-") || character == UInt8(ascii: "+") }
        let isInteger =
            digits.count >= text.utf8.count - 1 && !digits.isEmpty
            && digits.allSatisfy { digit in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) }
        guard isInteger else { throw .notANumber(element: name) }
        guard let number = Number(text), range.contains(number) else { throw .outOfRange(element: name) }
        return number
    }
}
