/// Walks along the string of an OCRA suite.
struct SuiteScanner {
    private let text: BoundedBytes<64>
    private(set) var position = 0

    init(_ text: BoundedBytes<64>) {
        self.text = text
    }

    var isAtEnd: Bool {
        self.position == self.text.count
    }

    /// Steps over `literal` if it stands here.
    mutating func skip(_ literal: String) -> Bool {
        var end = self.position
        for character in literal.utf8 {
            guard end < self.text.count, self.text[end] == character else { return false }
            end += 1
        }
        self.position = end
        return true
    }

    mutating func hashAlgorithm() -> HashAlgorithm? {
        if self.skip("SHA256") { return .sha256 }
        if self.skip("SHA512") { return .sha512 }
        return self.skip("SHA1") ? .sha1 : nil
    }

    mutating func questionFormat() -> OCRASuite.QuestionFormat? {
        if self.skip("A") { return .alphanumeric }
        if self.skip("N") { return .numeric }
        return self.skip("H") ? .hexadecimal : nil
    }

    /// A number without leading zeros.
    mutating func number(maximumDigits: Int) -> Int? {
        let start = self.position
        guard let number = self.digits(atMost: maximumDigits) else { return nil }
        return self.position - start > 1 && self.text[start] == UInt8(ascii: "0") ? nil : number
    }

    /// A number of so many digits, leading zeros included.
    mutating func number(exactDigits: Int) -> Int? {
        let start = self.position
        guard let number = self.digits(atMost: exactDigits) else { return nil }
        return self.position - start == exactDigits ? number : nil
    }

    /// Seconds from `1S` to `59S`, `1M` to `59M` or `1H` to `48H`, RFC 6287, section 6.3, table 3.
    ///
    /// The table's `0H` is no step that time could be divided by and is refused.
    mutating func timeStep() -> UInt32? {
        guard let number = self.number(maximumDigits: 2), number > 0 else { return nil }
        if self.skip("S") { return number <= 59 ? UInt32(number) : nil }
        if self.skip("M") { return number <= 59 ? UInt32(number) * 60 : nil }
        return self.skip("H") && number <= 48 ? UInt32(number) * 3600 : nil
    }

    private mutating func digits(atMost maximum: Int) -> Int? {
        let start = self.position
        var number = 0
        while self.position < self.text.count, self.position - start < maximum,
            let digit = decimalValue(of: self.text[self.position])
        {
            number = number * 10 + Int(digit)
            self.position += 1
        }
        return self.position > start ? number : nil
    }
}
