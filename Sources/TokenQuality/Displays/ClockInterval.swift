/// The 95 % interval of a clock's offset and rate, from how people press and type.
///
/// Beside the bounds, which only need the limits of the press. The likelihood of each code is the probability of a press within
/// its step. It is summed over a grid of clocks, and 2.5 % of the weight is cut from both ends of each marginal. All rates
/// and offsets count as equally likely before the first code.
package struct ClockInterval: Equatable, Sendable {
    /// The offset at the last observation, in seconds.
    package let offset: ClockRange

    /// The rate, in seconds per second.
    package let rate: ClockRange

    /// How much more than the polygon the grid covers, on each side: the likelihood knows no hard limits.
    private static let widening = 0.15

    private static let tail = 0.025

    /// `nil` while an ambiguous code is undecided, and if the interval and the bounds do not meet.
    ///
    /// - Parameters:
    ///   - segment: The observations.
    ///   - columns: Offsets in the grid.
    ///   - rows: Rates in the grid.
    package init?(of segment: ClockSegment, columns: Int = 121, rows: Int = 161) {
        guard columns > 1, rows > 1, segment.hypotheses.count == 1, let hypothesis = segment.hypotheses.first else {
            return nil
        }
        // Offset at the mean time and rate are nearly independent, so that few cells of the grid are empty.
        var sum = 0.0
        for observation in segment.observations { sum += segment.seconds(at: observation.milliseconds) }
        let mean = sum / Double(segment.observations.count)
        let end = segment.seconds(at: segment.end) - mean
        let offsets = Axis(around: hypothesis.polygon.offset(at: mean), count: columns)
        let rates = Axis(around: hypothesis.polygon.rate, count: rows, limit: ClockPolygon.rateLimit)
        // A code that is certain everywhere on the grid changes nothing; most presses before the last ones are such.
        let codes = zip(segment.observations, hypothesis.steps)
            .map { observation, step in Reading(observation, step: step, segment: segment, mean: mean) }
            .filter { code in !code.isCertain(offsets: offsets.range, rates: rates.range) }

        let endOffsets = hypothesis.polygon.offset(at: mean + end)
        var offsetMass = Marginal(Axis(around: endOffsets, count: 4 * columns))
        var rateMass = Marginal(rates)
        for row in 0..<rates.count {
            let rate = rates[row]
            for column in 0..<offsets.count {
                let offset = offsets[column]
                var weight = 1.0
                for code in codes where weight > 0 {
                    weight *= code.likelihood(offset: offset + rate * code.time)
                }
                guard weight > 0 else { continue }
                rateMass.add(weight, row)
                offsetMass.add(weight, at: offset + rate * end)
            }
        }
        guard
            let rate = rateMass.range(cutting: Self.tail)?.intersection(segment.rateBounds),
            let offset = offsetMass.range(cutting: Self.tail)?.intersection(segment.offsetBounds(at: segment.end))
        else { return nil }
        self.rate = rate
        self.offset = offset
    }

    /// Evenly spaced cells.
    private struct Axis {
        let low: Double
        let step: Double
        let count: Int

        init(around range: ClockRange, count: Int, limit: Double = .infinity) {
            let more = range.width * ClockInterval.widening
            let low = max(range.low - more, -limit)
            let high = min(range.high + more, limit)
            self.low = low
            self.step = max(high - low, 1e-15) / Double(count)
            self.count = count
        }

        var range: ClockRange { ClockRange(self.low, self.low + Double(self.count) * self.step) }

        /// The middle of a cell.
        subscript(cell: Int) -> Double {
            self.low + (Double(cell) + 0.5) * self.step
        }

        /// The cell of a value; `nil` outside.
        func cell(of value: Double) -> Int? {
            let cell = (value - self.low) / self.step
            return cell >= 0 && cell < Double(self.count) ? Int(cell) : nil
        }
    }

    /// Weights along one axis.
    private struct Marginal {
        let axis: Axis
        var weights: [Double]
        var sum = 0.0

        init(_ axis: Axis) {
            self.axis = axis
            self.weights = [Double](repeating: 0, count: axis.count)
        }

        mutating func add(_ weight: Double, _ cell: Int) {
            self.weights[cell] += weight
            self.sum += weight
        }

        mutating func add(_ weight: Double, at value: Double) {
            guard let cell = self.axis.cell(of: value) else { return }
            self.add(weight, cell)
        }

        /// What is left when this part of the weight is cut from both ends; within a cell the weight is even.
        func range(cutting tail: Double) -> ClockRange? {
            guard self.sum > 0 else { return nil }
            return ClockRange(self.quantile(tail), self.quantile(1 - tail))
        }

        private func quantile(_ part: Double) -> Double {
            let wanted = part * self.sum
            var before = 0.0
            for cell in 0..<self.axis.count {
                let after = before + self.weights[cell]
                if after >= wanted, after > before {
                    return self.axis.low + (Double(cell) + (wanted - before) / (after - before)) * self.axis.step
                }
                before = after
            }
            return self.axis.low + Double(self.axis.count) * self.axis.step
        }
    }

    /// One code as the likelihood needs it.
    private struct Reading {
        let timing: PressTiming
        /// Seconds from the mean time.
        let time: Double
        /// Start and end of its step, in seconds after the observation.
        let start: Double
        let end: Double

        init(_ observation: ClockObservation, step: UInt64, segment: ClockSegment, mean: Double) {
            self.timing = observation.timing
            self.time = segment.seconds(at: observation.milliseconds) - mean
            self.start = observation.edge(of: step, timeStep: segment.timeStep)
            self.end = self.start + Double(segment.timeStep)
        }

        /// Whether all these clocks show this step, whatever the press is like.
        ///
        /// The likelihood has no two maxima, so the farthest offsets decide.
        func isCertain(offsets: ClockRange, rates: ClockRange) -> Bool {
            let drift = ClockRange(rates.low * self.time, rates.high * self.time)
            return self.likelihood(offset: offsets.low + drift.low) == 1
                && self.likelihood(offset: offsets.high + drift.high) == 1
        }

        /// Probability that a clock so far ahead shows this step.
        func likelihood(offset: Double) -> Double {
            let upper = self.timing.probability(notAfter: self.end - offset)
            guard upper > 0 else { return 0 }
            return max(upper - self.timing.probability(notAfter: self.start - offset), 0)
        }
    }
}
