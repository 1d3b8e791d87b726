/// The median of times, and the median distance from it.
package struct MedianDeviation: Equatable, Sendable {
    /// The fewest times that say anything.
    package static let leastCount = 5

    package let median: UInt64
    package let deviation: UInt64

    package init(_ times: [UInt64]) {
        let median = Self.median(of: times)
        self.median = median
        self.deviation = Self.median(of: times.map { Self.distance($0, median) })
    }

    /// Whether a time is more than three median deviations away.
    package func isOutlier(_ time: UInt64) -> Bool {
        let (limit, isOver) = self.deviation.multipliedReportingOverflow(by: 3)
        return !isOver && Self.distance(time, self.median) > limit
    }

    private static func distance(_ one: UInt64, _ other: UInt64) -> UInt64 { one > other ? one - other : other - one }

    /// The lower one of two in the middle; 0 without times.
    private static func median(of times: [UInt64]) -> UInt64 {
        let sorted = times.sorted()
        return sorted.isEmpty ? 0 : sorted[(sorted.count - 1) / 2]
    }
}
