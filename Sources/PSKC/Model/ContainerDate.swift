/// A date and time in a container: XML Schema's dateTime, in UTC, RFC 6030, section 4.
///
/// The RFC has all times without a zone mean UTC; a `Z` or an offset, which files have all the same, is honoured.
package struct ContainerDate: Comparable, Hashable, Sendable, CustomStringConvertible {
    /// Milliseconds since the Unix epoch: the finest the RFC lets anyone rely on.
    package let unixMilliseconds: Int64

    /// Nil for a time before year 1 or after year 9999, which the text form cannot carry.
    package init?(unixMilliseconds: Int64) {
        guard (-62_135_596_800_000...253_402_300_799_999).contains(unixMilliseconds) else { return nil }
        self.unixMilliseconds = unixMilliseconds
    }

    package static func < (left: Self, right: Self) -> Bool { left.unixMilliseconds < right.unixMilliseconds }

    /// RFC 3339 in UTC, with milliseconds where the value has them.
    package var description: String {
        let day = Self.floored(self.unixMilliseconds, by: 86_400_000)
        let (year, month, dayOfMonth) = Self.civil(fromDay: day.quotient)
        let seconds = day.remainder / 1000
        let fraction = day.remainder % 1000
        let date = "\(Self.padded(year, to: 4))-\(Self.padded(month, to: 2))-\(Self.padded(dayOfMonth, to: 2))"
        let hours = Self.padded(seconds / 3600, to: 2)
        let minutes = Self.padded(seconds / 60 % 60, to: 2)
        let rest = Self.padded(seconds % 60, to: 2)
        return "\(date)T\(hours):\(minutes):\(rest)\(fraction == 0 ? "" : ".\(Self.padded(fraction, to: 3))")Z"
    }

    /// Days since the Unix epoch of a date of the Gregorian calendar.
    static func day(year: Int64, month: Int64, dayOfMonth: Int64) -> Int64 {
        // The year begins in March, so that the leap day is its last.
        let shifted = month <= 2 ? year - 1 : year
        let era = Self.floored(shifted, by: 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + dayOfMonth - 1
        let dayOfEra = era.remainder * 365 + era.remainder / 4 - era.remainder / 100 + dayOfYear
        return era.quotient * 146_097 + dayOfEra - 719_468
    }

    private static func civil(fromDay day: Int64) -> (year: Int64, month: Int64, dayOfMonth: Int64) {
        let era = Self.floored(day + 719_468, by: 146_097)
        let dayOfEra = era.remainder
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
        let year = yearOfEra + era.quotient * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func floored(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    private static func padded(_ value: Int64, to width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
