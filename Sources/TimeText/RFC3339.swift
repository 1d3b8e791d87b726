/// Times as text: `2026-11-22T12:00:00.123Z`, RFC 3339, section 5.6.
package enum RFC3339 {
    /// The milliseconds since the Unix epoch that a time names; figures below a millisecond are dropped.
    ///
    /// Offsets are taken; a leap second counts as the second after it, as Unix time has none.
    package static func milliseconds(of text: String) throws(TimeTextError) -> Int64 {
        var digits = DigitReader(text)
        guard
            let year = digits.number(figures: 4), digits.skip("-"),
            let month = digits.number(figures: 2), digits.skip("-"),
            let day = digits.number(figures: 2), digits.skip("T") || digits.skip("t") || digits.skip(" "),
            let hour = digits.number(figures: 2), digits.skip(":"),
            let minute = digits.number(figures: 2), digits.skip(":"),
            let second = digits.number(figures: 2)
        else { throw .notATime }
        let fraction = digits.skip(".") ? digits.thousandths() : 0
        guard let fraction, let offset = digits.offsetInMinutes(), digits.isAtEnd else { throw .notATime }
        guard
            (1...12).contains(month), (1...Self.days(inMonth: month, year: year)).contains(day),
            hour <= 23, minute <= 59, second <= 60
        else { throw .noSuchTime }
        let days = Self.daysSinceEpoch(year: year, month: month, day: day)
        let seconds = ((days * 24 + hour) * 60 + minute - offset) * 60 + second
        return seconds * 1000 + fraction
    }

    /// The shortest text of a time in UTC: milliseconds only where they are not zero.
    package static func text(milliseconds: Int64) -> String {
        let millisecond = Self.remainder(milliseconds, 1000)
        let seconds = (milliseconds - millisecond) / 1000
        let secondOfDay = Self.remainder(seconds, 86_400)
        let (year, month, day) = Self.date(daysSinceEpoch: (seconds - secondOfDay) / 86_400)
        var text = Self.padded(year, 4) + "-" + Self.padded(month, 2) + "-" + Self.padded(day, 2) + "T"
        text += Self.padded(secondOfDay / 3600, 2) + ":" + Self.padded(secondOfDay / 60 % 60, 2)
        text += ":" + Self.padded(secondOfDay % 60, 2)
        return text + (millisecond == 0 ? "Z" : "." + Self.padded(millisecond, 3) + "Z")
    }

    private static func days(inMonth month: Int64, year: Int64) -> Int64 {
        switch month {
        case 4, 6, 9, 11:
            30
        case 2:
            year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default:
            31
        }
    }

    /// Counts years from March, so that the leap day is the last one and months have a simple sum.
    private static func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
        let fromMarch = month > 2 ? month - 3 : month + 9
        let year = month > 2 ? year : year - 1
        let era = (year - Self.remainder(year, 400)) / 400
        let yearOfEra = year - era * 400
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + (153 * fromMarch + 2) / 5 + day - 1
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func date(daysSinceEpoch: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let days = daysSinceEpoch + 719_468
        let dayOfEra = Self.remainder(days, 146_097)
        let era = (days - dayOfEra) / 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * fromMarch + 2) / 5 + 1)
    }

    /// The remainder that is never negative.
    private static func remainder(_ value: Int64, _ divisor: Int64) -> Int64 {
        let remainder = value % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }

    private static func padded(_ value: Int64, _ figures: Int) -> String {
        let digits = String(value.magnitude)
        let zeros = String(repeating: "0", count: max(0, figures - digits.count))
        return (value < 0 ? "-" : "") + zeros + digits
    }
}
