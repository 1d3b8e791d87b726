/// Figures that describe a lot.
package enum LotFigures {
    /// The middle value; `nil` for no values.
    package static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// The median of the distances from the median (MAD), which a few strays do not change.
    package static func medianDeviation(_ values: [Double]) -> Double? {
        guard let median = Self.median(values) else { return nil }
        return Self.median(values.map { value in (value - median).magnitude })
    }
}
