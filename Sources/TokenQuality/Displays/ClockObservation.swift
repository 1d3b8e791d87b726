/// One code read from a display: the time steps it can belong to, and when its button was pressed.
package struct ClockObservation: Equatable, Sendable {
    /// The times that can be observed: until the end of the year 9999.
    package static let times: ClosedRange<Int64> = 0...253_402_300_799_999

    package let timing: PressTiming

    /// The cue or the arrival, in milliseconds since the Unix epoch by the host's clock.
    package let milliseconds: Int64

    /// The time steps whose code was read, at least one; several if they have the same code.
    package let steps: [UInt64]

    /// The most the host's clock can have been off, in seconds.
    package let hostError: Double

    /// The session it belongs to, counted from 0.
    package let session: Int

    /// `nil` without a step, for a step or a time after the year 9999, or for an error that is negative or not a number.
    package init?(
        timing: PressTiming,
        milliseconds: Int64,
        steps: [UInt64],
        hostError: Double = 0,
        session: Int = 0
    ) {
        guard
            Self.times.contains(milliseconds), !steps.isEmpty, hostError >= 0, hostError < 1e6,
            steps.allSatisfy({ step in step <= UInt64(Self.times.upperBound / 1000) })
        else { return nil }
        self.timing = timing
        self.milliseconds = milliseconds
        self.steps = steps
        self.hostError = hostError
        self.session = session
    }

    /// Seconds from the observation's time to the start of a step.
    func edge(of step: UInt64, timeStep: UInt32) -> Double {
        // At most 2.6e11 steps of 4.3e9 seconds: their milliseconds may leave Int64, so a step beyond the calendar is far away.
        let (seconds, overflow) = Int64(clamping: step).multipliedReportingOverflow(by: Int64(timeStep))
        guard !overflow, seconds <= Self.times.upperBound else { return 1e12 }
        return Double(seconds * 1000 - self.milliseconds) / 1000
    }

    /// What a step says of the clock; `origin` is the time at which its offset is counted.
    func strip(step: UInt64, timeStep: UInt32, origin: Int64) -> ClockStrip {
        let start = self.edge(of: step, timeStep: timeStep)
        let press = self.timing.bounds
        // The rate also runs between the observation's time and the press.
        let slack =
            ClockStrip.roundingMargin + self.hostError
            + ClockPolygon.rateLimit * max(press.low.magnitude, press.high.magnitude)
        return ClockStrip(
            time: Double(self.milliseconds - origin) / 1000,
            offset: ClockRange(start - press.high - slack, start + Double(timeStep) - press.low + slack)
        )
    }
}
