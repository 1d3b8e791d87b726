/// A range of offsets in seconds or of rates in seconds per second, both ends included.
package struct ClockRange: Equatable, Sendable {
    package let low: Double
    package let high: Double

    /// The range between two numbers in any order.
    package init(_ one: Double, _ other: Double) {
        self.low = min(one, other)
        self.high = max(one, other)
    }

    package var width: Double { self.high - self.low }

    package var middle: Double { self.low + (self.high - self.low) / 2 }

    package func contains(_ value: Double) -> Bool {
        self.low <= value && value <= self.high
    }

    /// The part that both ranges have; `nil` if they do not meet.
    package func intersection(_ other: ClockRange) -> ClockRange? {
        let low = max(self.low, other.low)
        let high = min(self.high, other.high)
        return low <= high ? ClockRange(low, high) : nil
    }

    /// The smallest range around both.
    package func union(_ other: ClockRange) -> ClockRange {
        ClockRange(min(self.low, other.low), max(self.high, other.high))
    }
}
