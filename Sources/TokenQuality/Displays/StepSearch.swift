package import OTPCore

/// Search for the time steps that a code can belong to.
package struct StepSearch: Equatable, Sendable {
    /// Seconds to both sides of what is known that are searched at most: a week.
    package static let limit: UInt32 = 604_800

    package let totp: TOTP

    /// Seconds to both sides that are searched.
    package let seconds: UInt32

    /// A search so many seconds to both sides of what is known; more than a week count as a week.
    package init(totp: TOTP, seconds: UInt32 = 3600) {
        self.totp = totp
        self.seconds = min(seconds, Self.limit)
    }

    /// The steps that are searched for a code that arrives at a time, in milliseconds since the Unix epoch.
    package func steps(around milliseconds: Int64, of track: ClockTrack) -> ClosedRange<UInt64> {
        let known = track.segment?.offsetBounds(at: milliseconds) ?? ClockRange(0, 0)
        let now = Double(milliseconds) / 1000
        return self.step(now + known.low - Double(self.seconds))...self.step(now + known.high + Double(self.seconds))
    }

    /// The steps in a range with this code, all of them: two may have the same.
    package func matches(_ code: Code, in steps: ClosedRange<UInt64>, key: borrowing HMACKey) -> [UInt64] {
        var matches: [UInt64] = []
        for step in steps where self.totp.code(forStep: step, key: key) == code { matches.append(step) }
        return matches
    }

    /// The slips that could have made this code out of one in a range, those next to the middle first.
    ///
    /// Only for a question to the operator: a slip is never taken for granted.
    package func slips(_ code: Code, in steps: ClosedRange<UInt64>, key: borrowing HMACKey) -> [CodeSlip] {
        var slips: [CodeSlip] = []
        for step in steps {
            guard let kind = CodeSlip.Kind(typed: code, shown: self.totp.code(forStep: step, key: key)) else {
                continue
            }
            slips.append(CodeSlip(step: step, kind: kind))
        }
        let middle = steps.lowerBound + (steps.upperBound - steps.lowerBound) / 2
        return slips.sorted { one, other in Self.distance(one.step, middle) < Self.distance(other.step, middle) }
    }

    private static func distance(_ one: UInt64, _ other: UInt64) -> UInt64 {
        one < other ? other - one : one - other
    }

    private func step(_ time: Double) -> UInt64 {
        let time = min(max(time, 0), Double(ClockObservation.times.upperBound) / 1000)
        return UInt64(time) / UInt64(self.totp.timeStep)
    }
}
