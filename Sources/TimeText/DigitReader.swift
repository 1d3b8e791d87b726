/// Reads figures and separators from the front of a text.
struct DigitReader {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) {
        self.rest = Array(text.utf8)[...]
    }

    var isAtEnd: Bool { self.rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let first = self.rest.first, UInt32(first) == character.value else { return false }
        self.rest.removeFirst()
        return true
    }

    /// A number of exactly so many figures.
    mutating func number(figures: Int) -> Int64? {
        guard self.rest.count >= figures else { return nil }
        var number: Int64 = 0
        for _ in 0..<figures {
            guard let digit = self.digit() else { return nil }
            number = number * 10 + digit
        }
        return number
    }

    /// A number of any length that fits.
    mutating func number() -> Int64? {
        guard var number = self.digit() else { return nil }
        while let digit = self.digit() {
            let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(digit)
            guard !overflow, !carry else { return nil }
            number = sum
        }
        return number
    }

    /// The figures after a decimal point, cut to three.
    mutating func thousandths() -> Int64? {
        guard let first = self.digit() else { return nil }
        let second = self.digit()
        let third = second == nil ? nil : self.digit()
        if third != nil {
            while self.digit() != nil {}
        }
        return first * 100 + (second ?? 0) * 10 + (third ?? 0)
    }

    /// `Z` or `+01:00`, RFC 3339, section 5.6.
    mutating func offsetInMinutes() -> Int64? {
        if self.skip("Z") || self.skip("z") {
            return 0
        }
        let isWest = self.skip("-")
        guard
            isWest || self.skip("+"), let hours = self.number(figures: 2), self.skip(":"),
            let minutes = self.number(figures: 2), hours <= 23, minutes <= 59
        else { return nil }
        return (hours * 60 + minutes) * (isWest ? -1 : 1)
    }

    private mutating func digit() -> Int64? {
        guard let byte = self.rest.first, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        self.rest.removeFirst()
        return Int64(byte - UInt8(ascii: "0"))
    }
}
