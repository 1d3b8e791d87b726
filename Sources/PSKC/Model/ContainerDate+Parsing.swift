extension ContainerDate {
    /// Reads `2026-11-22T12:00:00`, with or without a fraction, and without a zone, with `Z` or with an offset.
    ///
    /// Digits of the fraction after the third are dropped. Nil for anything else.
    package init?(parsing text: String) {
        var rest = Substring(text.trimmedOfXMLSpace).utf8
        guard let year = Self.number(&rest, digits: 4), year >= 1, Self.skip("-", &rest),
            let month = Self.number(&rest, digits: 2), (1...12).contains(month), Self.skip("-", &rest),
            let dayOfMonth = Self.number(&rest, digits: 2), dayOfMonth >= 1, Self.skip("T", &rest),
            dayOfMonth <= Self.dayCount(year: year, month: month),
            let hour = Self.number(&rest, digits: 2), hour <= 23, Self.skip(":", &rest),
            let minute = Self.number(&rest, digits: 2), minute <= 59, Self.skip(":", &rest),
            let second = Self.number(&rest, digits: 2), second <= 59,
            let fraction = Self.fraction(&rest), let offset = Self.offset(&rest), rest.isEmpty
        else { return nil }
        let day = Self.day(year: year, month: month, dayOfMonth: dayOfMonth)
        let seconds = ((day * 24 + hour) * 60 + minute - offset) * 60 + second
        self.init(unixMilliseconds: seconds * 1000 + fraction)
    }

    private static func dayCount(year: Int64, month: Int64) -> Int64 {
        let next = month == 12 ? (year + 1, 1) : (year, month + 1)
        return Self.day(year: next.0, month: next.1, dayOfMonth: 1) - Self.day(year: year, month: month, dayOfMonth: 1)
    }

    private static func number(_ rest: inout Substring.UTF8View, digits: Int) -> Int64? {
        guard rest.count >= digits else { return nil }
        var value: Int64 = 0
        for character in rest.prefix(digits) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character) else { return nil }
            value = value * 10 + Int64(character - UInt8(ascii: "0"))
        }
        rest = rest.dropFirst(digits)
        return value
    }

    private static func skip(_ character: Unicode.Scalar, _ rest: inout Substring.UTF8View) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// The milliseconds of `.123456`; 0 if there is no fraction, nil if there is a point and nothing behind it.
    private static func fraction(_ rest: inout Substring.UTF8View) -> Int64? {
        guard Self.skip(".", &rest) else { return 0 }
        let digits = rest.prefix { character in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character) }
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        var milliseconds: Int64 = 0
        var weight: Int64 = 100
        for digit in digits.prefix(3) {
            milliseconds += Int64(digit - UInt8(ascii: "0")) * weight
            weight /= 10
        }
        return milliseconds
    }

    /// Minutes east of Greenwich; 0 if no zone is given.
    private static func offset(_ rest: inout Substring.UTF8View) -> Int64? {
        guard let sign = rest.first else { return 0 }
        rest = rest.dropFirst()
        if sign == UInt8(ascii: "Z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            let hours = Self.number(&rest, digits: 2), hours <= 14, Self.skip(":", &rest),
            let minutes = Self.number(&rest, digits: 2), minutes <= 59
        else { return nil }
        return (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }
}
