/// How often something took how long, in the buckets Prometheus asks for.
struct Histogram: Equatable, Sendable {
    /// The upper ends of the buckets, in seconds; the last bucket has none.
    static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

    private(set) var counts = [UInt64](repeating: 0, count: Self.bounds.count + 1)
    private(set) var sum = 0.0

    mutating func observe(_ seconds: Double) {
        let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        self.counts[bucket] += 1
        self.sum += seconds
    }
}
