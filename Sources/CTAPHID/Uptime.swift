/// A point in time as a token knows it: milliseconds since it was switched on, never going back.
///
/// All arithmetic stops at the ends of `UInt64` and never traps.
package struct Uptime: Comparable, Hashable, Sendable {
    /// Milliseconds since power-on.
    package var milliseconds: UInt64

    /// The time `milliseconds` after power-on.
    package init(milliseconds: UInt64) {
        self.milliseconds = milliseconds
    }

    /// The moment of power-on.
    package static let zero = Uptime(milliseconds: 0)

    /// The time `seconds` after power-on, or the latest that can be told.
    package static func seconds(_ seconds: UInt64) -> Uptime {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        return Uptime(milliseconds: overflow ? .max : product)
    }

    /// The time that much later, or the latest that can be told.
    package func advanced(byMilliseconds milliseconds: UInt64) -> Uptime {
        let (sum, overflow) = self.milliseconds.addingReportingOverflow(milliseconds)
        return Uptime(milliseconds: overflow ? .max : sum)
    }

    /// Milliseconds from `earlier` to here; 0 if it is later.
    package func milliseconds(since earlier: Uptime) -> UInt64 {
        self.milliseconds > earlier.milliseconds ? self.milliseconds - earlier.milliseconds : 0
    }

    /// Whether the left time lies before the right one.
    package static func < (left: Uptime, right: Uptime) -> Bool {
        left.milliseconds < right.milliseconds
    }
}
