extension OCRA {
    /// The question as 128 bytes with zeros to the right, RFC 6287, section 5.1.
    ///
    /// Its length is held against twice the suite's: in a mutual computation both parties' questions are given as one,
    /// section 7.2.
    func questionBytes(of input: OCRAInput) throws(OCRAError) -> InlineArray<128, UInt8> {
        let text = input.question
        guard text.count > 0, text.count <= 2 * self.suite.questionLength else {
            throw .invalidQuestionLength(text.count)
        }
        switch self.suite.questionFormat {
        case .alphanumeric: return try OCRA.alphanumericBytes(of: text)
        case .hexadecimal: return try OCRA.hexadecimalBytes(of: text)
        case .numeric: return try OCRA.numericBytes(of: text)
        }
    }

    private static func alphanumericBytes(
        of text: BoundedBytes<128>
    ) throws(OCRAError) -> InlineArray<128, UInt8> {
        var bytes = InlineArray<128, UInt8>(repeating: 0)
        for position in 0..<text.count {
            switch text[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                bytes[position] = text[position]
            default:
                throw .invalidQuestion(position: position)
            }
        }
        return bytes
    }

    /// The digits from the left, two a byte; half a byte that stays is the upper one.
    private static func hexadecimalBytes(
        of text: BoundedBytes<128>
    ) throws(OCRAError) -> InlineArray<128, UInt8> {
        var bytes = InlineArray<128, UInt8>(repeating: 0)
        for position in 0..<text.count {
            guard let value = hexadecimalValue(of: text[position]) else { throw .invalidQuestion(position: position) }
            bytes[position / 2] |= position.isMultiple(of: 2) ? value &<< 4 : value
        }
        return bytes
    }

    /// The number in hexadecimal digits without leading zeros, and those as above: what the reference implementation of
    /// RFC 6287, appendix A, makes of `BigInteger.toString(16)`.
    private static func numericBytes(
        of text: BoundedBytes<128>
    ) throws(OCRAError) -> InlineArray<128, UInt8> {
        // Least significant nibble first; 128 decimal digits make at most 107 nibbles.
        var nibbles = InlineArray<128, UInt8>(repeating: 0)
        var nibbleCount = 1
        for position in 0..<text.count {
            guard let digit = decimalValue(of: text[position]) else { throw .invalidQuestion(position: position) }
            var carry = digit
            for index in 0..<nibbleCount {
                let product = nibbles[index] * 10 + carry
                nibbles[index] = product & 0x0f
                carry = product &>> 4
            }
            while carry > 0 {
                nibbles[nibbleCount] = carry & 0x0f
                carry &>>= 4
                nibbleCount += 1
            }
        }
        var bytes = InlineArray<128, UInt8>(repeating: 0)
        for index in 0..<nibbleCount {
            let nibble = nibbles[nibbleCount - 1 - index]
            bytes[index / 2] |= index.isMultiple(of: 2) ? nibble &<< 4 : nibble
        }
        return bytes
    }
}
