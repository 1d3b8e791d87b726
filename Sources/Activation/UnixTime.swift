/// A moment in milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Nothing in this module asks for the time: whoever receives a request notes when.
package struct UnixTime: Comparable, Hashable, Sendable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// A whole second; one too far away for milliseconds becomes the farthest there is.
    package init(seconds: Int64) {
        let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        self.milliseconds = overflow ? (seconds < 0 ? Int64.min : Int64.max) : milliseconds
    }

    /// The second it lies in, as the clock of a time-based device counts.
    package var seconds: Int64 {
        let (quotient, remainder) = self.milliseconds.quotientAndRemainder(dividingBy: 1000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    package static func < (left: UnixTime, right: UnixTime) -> Bool {
        left.milliseconds < right.milliseconds
    }
}
