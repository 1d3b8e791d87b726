/// Lengths of time as text: `PT30S`, `PT1M30S`, `-PT0.5S`, ISO 8601-1, section 5.5.2, with the sign of ISO 8601-2.
package enum ISO8601Duration {
    /// The length in milliseconds; figures below a millisecond are dropped.
    package static func milliseconds(of text: String) throws(TimeTextError) -> Int64 {
        var digits = DigitReader(text)
        let isNegative = digits.skip("-")
        if !isNegative {
            _ = digits.skip("+")
        }
        guard digits.skip("P") else { throw .notADuration }
        var parts = Parts()
        try parts.read([("Y", nil), ("M", nil), ("W", 604_800_000), ("D", 86_400_000)], from: &digits)
        if digits.skip("T") {
            let before = parts.count
            try parts.read([("H", 3_600_000), ("M", 60_000), ("S", 1000)], from: &digits)
            guard parts.count > before else { throw .notADuration }
        }
        guard parts.count > 0, digits.isAtEnd else { throw .notADuration }
        return isNegative ? -parts.milliseconds : parts.milliseconds
    }

    /// The text of a length in hours, minutes and seconds.
    package static func text(milliseconds: Int64) -> String {
        let magnitude = milliseconds.magnitude
        var text = milliseconds < 0 ? "-PT" : "PT"
        let hours = magnitude / 3_600_000
        let minutes = magnitude / 60_000 % 60
        let seconds = magnitude / 1000 % 60
        let fraction = magnitude % 1000
        if hours > 0 {
            text += "\(hours)H"
        }
        if minutes > 0 {
            text += "\(minutes)M"
        }
        if seconds > 0 || fraction > 0 || magnitude == 0 {
            text += "\(seconds)"
            if fraction > 0 {
                var figures = String(fraction + 1000).dropFirst()
                while figures.last == "0" {
                    figures.removeLast()
                }
                text += "." + figures
            }
            text += "S"
        }
        return text
    }

    /// The sum of the parts read so far.
    private struct Parts {
        var milliseconds: Int64 = 0
        var count = 0

        /// Reads `12H`-like parts in the order of `units`; a fraction only stands in seconds, the smallest unit.
        mutating func read(
            _ units: [(letter: Unicode.Scalar, milliseconds: Int64?)],
            from digits: inout DigitReader
        ) throws(TimeTextError) {
            var position = 0
            while var trial = Optional(digits), let number = trial.number() {
                let hasFraction = trial.skip(".") || trial.skip(",")
                let fraction = hasFraction ? trial.thousandths() : 0
                guard let fraction else { throw .notADuration }
                while position < units.count, !trial.skip(units[position].letter) {
                    position += 1
                }
                guard position < units.count, !hasFraction || units[position].letter == "S" else { throw .notADuration }
                guard let unit = units[position].milliseconds else { throw .calendarDuration }
                let (length, overflow) = number.multipliedReportingOverflow(by: unit)
                let (whole, carry) = length.addingReportingOverflow(fraction)
                let (sum, total) = self.milliseconds.addingReportingOverflow(whole)
                guard !overflow, !carry, !total else { throw .tooLong }
                self.milliseconds = sum
                self.count += 1
                position += 1
                digits = trial
            }
        }
    }
}
