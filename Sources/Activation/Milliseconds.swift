/// A length of time in milliseconds.
///
/// Sums and products that do not fit become the longest there is.
package struct Milliseconds: Comparable, Hashable, Sendable {
    package static let zero = Milliseconds(0)

    package let count: Int64

    package init(_ count: Int64) {
        self.count = count
    }

    package static func seconds(_ count: Int64) -> Milliseconds { Milliseconds(1000) * count }
    package static func minutes(_ count: Int64) -> Milliseconds { Milliseconds(60_000) * count }
    package static func hours(_ count: Int64) -> Milliseconds { Milliseconds(3_600_000) * count }
    package static func days(_ count: Int64) -> Milliseconds { Milliseconds(86_400_000) * count }

    /// Whole seconds, a part of one counted as one: what `Retry-After` carries, RFC 9110, section 10.2.3.
    package var secondsRoundedUp: Int64 {
        let (quotient, remainder) = self.count.quotientAndRemainder(dividingBy: 1000)
        return remainder > 0 ? quotient + 1 : quotient
    }

    package static func < (left: Milliseconds, right: Milliseconds) -> Bool {
        left.count < right.count
    }

    package static func + (left: Milliseconds, right: Milliseconds) -> Milliseconds {
        Milliseconds(left.count.addingClamped(right.count))
    }

    package static func - (left: Milliseconds, right: Milliseconds) -> Milliseconds {
        Milliseconds(left.count.subtractingClamped(right.count))
    }

    package static func * (left: Milliseconds, factor: Int64) -> Milliseconds {
        let (product, overflow) = left.count.multipliedReportingOverflow(by: factor)
        guard overflow else { return Milliseconds(product) }
        return Milliseconds((left.count < 0) == (factor < 0) ? Int64.max : Int64.min)
    }

    static func * (left: Milliseconds, factor: UInt32) -> Milliseconds {
        left * Int64(factor)
    }
}

extension UnixTime {
    package static func + (left: UnixTime, right: Milliseconds) -> UnixTime {
        UnixTime(milliseconds: left.milliseconds.addingClamped(right.count))
    }

    package static func - (left: UnixTime, right: Milliseconds) -> UnixTime {
        UnixTime(milliseconds: left.milliseconds.subtractingClamped(right.count))
    }

    /// How long `left` is after `right`.
    package static func - (left: UnixTime, right: UnixTime) -> Milliseconds {
        Milliseconds(left.milliseconds.subtractingClamped(right.milliseconds))
    }
}

extension Int64 {
    /// The sum, or the number nearest to it.
    func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = self.addingReportingOverflow(other)
        return overflow ? (other < 0 ? Int64.min : Int64.max) : sum
    }

    /// The difference, or the number nearest to it.
    func subtractingClamped(_ other: Int64) -> Int64 {
        let (difference, overflow) = self.subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? Int64.max : Int64.min) : difference
    }
}
