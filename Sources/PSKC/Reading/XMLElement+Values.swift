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

    /// The number in a child of *Data*, RFC 6030, section 4.2: its *PlainValue*, in decimal digits.
    func number<Number: FixedWidthInteger>(
        _ name: String,
        in range: ClosedRange<Number>
    ) throws(PSKCRejectReason) -> Number? {
        guard let element = try self.one(name) else { return nil }
        let plain = try element.text("PlainValue")
        if try element.one("EncryptedValue") != nil {
            guard plain == nil else { throw .plainAndEncrypted(element: name) }
            throw .encrypted(element: name)
        }
        guard let plain else { throw .notANumber(element: name) }
        return try Self.number(plain, of: name, in: range)
    }

    private static func number<Number: FixedWidthInteger>(
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
