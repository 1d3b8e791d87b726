/// What the codes of one display have shown of its clock, in the order in which they were read.
///
/// | a code that | counts as |
/// |---|---|
/// | agrees with the segment | one more observation |
/// | contradicts it | pending: the next code decides |
/// | agrees after a pending one | the pending one was a missed cue, and is dropped |
/// | agrees only with the pending one | the clock has jumped: a new segment begins with both |
/// | agrees with neither | pending in its place, and the older one is dropped |
package struct ClockTrack: Equatable, Sendable {
    /// What came of a code.
    package enum Outcome: Equatable, Sendable {
        case agrees
        /// A missed cue, a wrong code or a jump: measure again.
        case contradicts
        /// The code before was a missed cue.
        case dropsPending
        case jumps
    }

    /// *X* of RFC 6238, in seconds.
    package let timeStep: UInt32

    /// The stretches between jumps, the last one being the present.
    package private(set) var segments: [ClockSegment] = []

    /// The observation that contradicts the last segment, until the next one decides.
    package private(set) var pending: ClockObservation?

    /// Observations that agree with nothing.
    package private(set) var dropped: [ClockObservation] = []

    /// A clock of which nothing is known; `timeStep` is at least 1.
    package init(timeStep: UInt32) {
        self.timeStep = max(timeStep, 1)
    }

    /// The present stretch; `nil` before the first code.
    package var segment: ClockSegment? {
        self.segments.last
    }

    /// All observations in the order of their use, with those that were dropped.
    package var observationCount: Int {
        self.segments.reduce(self.dropped.count + (self.pending == nil ? 0 : 1)) { sum, segment in
            sum + segment.observations.count
        }
    }

    /// Takes an observation; they come in the order of their times.
    @discardableResult
    package mutating func add(_ observation: ClockObservation) -> Outcome {
        guard let segment = self.segments.last else {
            self.segments = [ClockSegment(observation, timeStep: self.timeStep)]
            return .agrees
        }
        let pending = self.pending
        if let longer = segment.adding(observation) {
            self.segments[self.segments.count - 1] = longer
            self.pending = nil
            guard let pending else { return .agrees }
            self.dropped.append(pending)
            return .dropsPending
        }
        if let pending {
            if let next = ClockSegment(pending, timeStep: self.timeStep).adding(observation) {
                self.segments.append(next)
                self.pending = nil
                return .jumps
            }
            self.dropped.append(pending)
        }
        self.pending = observation
        return .contradicts
    }

    /// The jumps: how far the clock was ahead of where it had to be, at the first observation after each.
    package var jumps: [ClockJump] {
        zip(self.segments, self.segments.dropFirst()).map { before, after in
            let expected = before.offsetBounds(at: after.origin)
            let seen = after.offsetBounds(at: after.origin)
            return ClockJump(
                after: before.end,
                before: after.origin,
                seconds: ClockRange(seen.low - expected.high, seen.high - expected.low)
            )
        }
    }
}
