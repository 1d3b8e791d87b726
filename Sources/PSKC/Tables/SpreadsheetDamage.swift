/// What becomes of serial numbers and seeds that a spreadsheet takes for numbers, dates or formulas.
enum SpreadsheetDamage {
    private static let errors: [[UInt8]] = [
        "#NAME?", "#REF!", "#VALUE!", "#N/A", "#NUM!", "#DIV/0!", "#NULL!", "#SPILL!", "#CALC!",
    ].map { text in Array(text.utf8) }

    static let longestError = 7

    private static let months: Set<String> = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "maj", "okt", "mai", "dez",
    ]

    /// Whether a field is an error, or what a column that is too narrow shows.
    static func isError(_ field: [UInt8]) -> Bool {
        self.errors.contains(field)
            || (field.count > 1 && field.count <= self.longestError && field.allSatisfy { $0 == UInt8(ascii: "#") })
    }

    /// Whether a serial number is no longer what it was: `1.23457E+12`, `4711042.0`, `12-Mar`, `#NAME?`.
    static func isDamaged(serialNumber text: String) -> Bool {
        let bytes = Array(text.utf8)
        return self.isRounded(bytes[...]) || self.isFraction(bytes) || self.isDate(text) || self.isError(bytes)
    }

    /// Whether a seed is no longer what it was: rounded, or with the zeros that take the place of digits after the fifteenth.
    static func isDamaged(seed: ArraySlice<UInt8>) -> Bool {
        self.isRounded(seed) || self.hasLostDigits(seed, from: 20) || self.isError(Array(seed.prefix(8)))
    }

    /// A number as `1.23457E+12`, with a point or a comma.
    static func isRounded(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text.first == UInt8(ascii: "-") ? text.dropFirst() : text
        guard let first = rest.popFirst(), self.isDigit(first) else { return false }
        var hasFraction = false
        if let point = rest.first, point == UInt8(ascii: ".") || point == UInt8(ascii: ",") {
            rest = rest.dropFirst()
            hasFraction = rest.first.map(self.isDigit) ?? false
            guard hasFraction else { return false }
            rest = rest.drop(while: self.isDigit)
        }
        guard let letter = rest.popFirst(), letter | 0x20 == UInt8(ascii: "e") else { return false }
        let hasSign = rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-")
        if hasSign { rest = rest.dropFirst() }
        return (hasSign || hasFraction) && (1...3).contains(rest.count) && rest.allSatisfy(self.isDigit)
    }

    /// A number of so many digits or more of which nothing is left after the fifteenth, as far as a spreadsheet counts.
    static func hasLostDigits(_ text: ArraySlice<UInt8>, from count: Int) -> Bool {
        guard text.count >= count, text.allSatisfy(self.isDigit) else { return false }
        let digits = text.drop { digit in digit == UInt8(ascii: "0") }
        return digits.count > 15 && digits.dropFirst(15).allSatisfy { digit in digit == UInt8(ascii: "0") }
    }

    /// A whole number written with a fraction, as `4711042.0`.
    private static func isFraction(_ text: [UInt8]) -> Bool {
        let whole = text.prefix(while: self.isDigit)
        let rest = text.dropFirst(whole.count)
        guard !whole.isEmpty, let point = rest.first, point == UInt8(ascii: ".") || point == UInt8(ascii: ",") else {
            return false
        }
        return rest.count > 1 && rest.dropFirst().allSatisfy { digit in digit == UInt8(ascii: "0") }
    }

    /// `12-Mar` and `Mar-12`.
    private static func isDate(_ text: String) -> Bool {
        let parts = text.lowercased().split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return false }
        let isDay = { (part: Substring) in (1...2).contains(part.utf8.count) && part.utf8.allSatisfy(self.isDigit) }
        return (self.months.contains(String(parts[1])) && isDay(parts[0]))
            || (self.months.contains(String(parts[0])) && isDay(parts[1]))
    }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
