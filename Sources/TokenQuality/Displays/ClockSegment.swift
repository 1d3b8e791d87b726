/// Observations of a clock that ran without a jump, and the clocks that agree with all of them.
package struct ClockSegment: Equatable, Sendable {
    /// One choice of a step for each observation, and what follows from it.
    struct Hypothesis: Equatable, Sendable {
        var steps: [UInt64]
        var polygon: ClockPolygon
    }

    /// Choices that are kept at most; ambiguous codes are too rare for more.
    private static let hypothesisLimit = 64

    /// *X* of RFC 6238, in seconds.
    package let timeStep: UInt32

    /// The time from which seconds count: that of the first observation.
    package let origin: Int64

    package private(set) var observations: [ClockObservation]

    /// At least one.
    private(set) var hypotheses: [Hypothesis]

    init(_ first: ClockObservation, timeStep: UInt32) {
        self.timeStep = timeStep
        self.origin = first.milliseconds
        self.observations = [first]
        self.hypotheses = first.steps.prefix(Self.hypothesisLimit).map { step in
            Hypothesis(
                steps: [step],
                polygon: ClockPolygon(first.strip(step: step, timeStep: timeStep, origin: first.milliseconds))
            )
        }
    }

    /// The segment with one more observation; `nil` if it contradicts the others.
    ///
    /// A step that agrees with no other observation falls; of an ambiguous code the next ones decide.
    func adding(_ observation: ClockObservation) -> ClockSegment? {
        var hypotheses: [Hypothesis] = []
        for hypothesis in self.hypotheses {
            for step in observation.steps where hypotheses.count < Self.hypothesisLimit {
                let strip = observation.strip(step: step, timeStep: self.timeStep, origin: self.origin)
                guard let polygon = hypothesis.polygon.cut(strip) else { continue }
                hypotheses.append(Hypothesis(steps: hypothesis.steps + [step], polygon: polygon))
            }
        }
        guard !hypotheses.isEmpty else { return nil }
        var segment = self
        segment.hypotheses = hypotheses
        segment.observations.append(observation)
        return segment
    }

    /// The last observation's time, in milliseconds since the Unix epoch.
    package var end: Int64 {
        self.observations.last?.milliseconds ?? self.origin
    }

    /// Bounds of the offset at a time, in seconds: how far the clock is ahead of the host's.
    package func offsetBounds(at milliseconds: Int64) -> ClockRange {
        self.bounds { polygon in polygon.offset(at: self.seconds(at: milliseconds)) }
    }

    /// Bounds of the rate, in seconds per second.
    package var rateBounds: ClockRange {
        self.bounds { polygon in polygon.rate }
    }

    /// Whether the observations are far enough apart to say something of the rate.
    package var isRateMeasured: Bool {
        self.rateBounds.width < ClockPolygon.rateLimit
    }

    /// Whether an ambiguous code has not been decided yet.
    package var isAmbiguous: Bool {
        self.hypotheses.count > 1
    }

    func seconds(at milliseconds: Int64) -> Double {
        // Apart, because the difference of two outside times may not fit.
        Double(milliseconds) / 1000 - Double(self.origin) / 1000
    }

    private func bounds(_ range: (ClockPolygon) -> ClockRange) -> ClockRange {
        var bounds: ClockRange?
        for hypothesis in self.hypotheses {
            let more = range(hypothesis.polygon)
            bounds = bounds?.union(more) ?? more
        }
        return bounds ?? ClockRange(0, 0)
    }
}
