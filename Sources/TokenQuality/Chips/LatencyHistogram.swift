/// Times of the same exchange, in microseconds.
package struct LatencyHistogram: Equatable, Sendable {
    /// Values of one bar of a histogram.
    package struct Bin: Equatable, Sendable {
        /// The first value that belongs to the bin.
        package let from: UInt64
        /// The first value that does not.
        package let to: UInt64
        package let count: Int
    }

    /// The samples in the order of the run.
    package private(set) var samples: [UInt64] = []

    package init() {}

    package init(_ samples: [UInt64]) {
        self.samples = samples
    }

    package mutating func add(_ microseconds: UInt64) {
        self.samples.append(microseconds)
    }

    package var isEmpty: Bool { self.samples.isEmpty }
    package var count: Int { self.samples.count }
    package var maximum: UInt64 { self.samples.max() ?? 0 }

    /// The smallest sample that so many percent of all do not exceed (nearest rank); 0 without samples.
    package func percentile(_ percent: Int) -> UInt64 {
        let sorted = self.samples.sorted()
        guard !sorted.isEmpty else { return 0 }
        let bounded = min(max(percent, 0), 100)
        let rank = (sorted.count * bounded + 99) / 100
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }

    /// Bins from the smallest sample to the largest; each bound is 1.2 to 1.34 times the one before.
    package var bins: [Bin] {
        guard let smallest = self.samples.min(), let largest = self.samples.max() else { return [] }
        var bins: [Bin] = []
        var from: UInt64 = 0
        for to in Self.bounds {
            defer { from = to }
            guard to > smallest else { continue }
            bins.append(Bin(from: from, to: to, count: self.samples.count { $0 >= from && $0 < to }))
            if to > largest { return bins }
        }
        bins.append(Bin(from: from, to: .max, count: self.samples.count { $0 >= from }))
        return bins
    }

    /// 10 microseconds to 800 seconds.
    private static let bounds: [UInt64] = {
        var bounds: [UInt64] = []
        var power: UInt64 = 1
        for _ in 0..<8 {
            for factor: UInt64 in [10, 12, 15, 20, 25, 30, 40, 50, 60, 80] { bounds.append(power * factor) }
            power *= 10
        }
        return bounds
    }()

    /// A tenth of the samples: the first ones, or the last ones.
    package func tenth(atEnd: Bool) -> LatencyHistogram {
        let count = max(1, self.samples.count / 10)
        return LatencyHistogram(Array(atEnd ? self.samples.suffix(count) : self.samples.prefix(count)))
    }
}
