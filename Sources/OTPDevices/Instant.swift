/// A point in true time as the host knows it: milliseconds since the Unix epoch, negative before 1970.
///
/// True time may be set back by the host; every machine here has a defined answer to that. All arithmetic stops at the ends
/// of `Int64` and never traps.
public struct Instant: Comparable, Hashable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public var milliseconds: Int64

    /// The instant `milliseconds` after the Unix epoch.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The instant `seconds` after the Unix epoch, or the nearest one that can be told.
    public static func seconds(_ seconds: Int64) -> Instant {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard overflow else { return Instant(milliseconds: product) }
        return Instant(milliseconds: seconds < 0 ? .min : .max)
    }

    /// Unix time in whole seconds, rounded down also before 1970: what RFC 6238, section 4.1, counts its steps from.
    public var unixSeconds: Int64 {
        let quotient = self.milliseconds / 1000
        return self.milliseconds % 1000 < 0 ? quotient &- 1 : quotient
    }

    /// The instant that much later, or earlier for a negative number, or the nearest one that can be told.
    public func advanced(byMilliseconds milliseconds: Int64) -> Instant {
        let (sum, overflow) = self.milliseconds.addingReportingOverflow(milliseconds)
        guard overflow else { return Instant(milliseconds: sum) }
        return Instant(milliseconds: milliseconds < 0 ? .min : .max)
    }

    /// Milliseconds from `earlier` to here, negative if it is later, or the nearest number of them that can be told.
    public func milliseconds(since earlier: Instant) -> Int64 {
        let (difference, overflow) = self.milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        guard overflow else { return difference }
        return earlier.milliseconds < 0 ? .max : .min
    }

    /// Whether the left instant lies before the right one.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }
}
