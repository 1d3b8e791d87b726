/// Whether a display's clock is within its limits.
package enum DisplayVerdict: Equatable, Sendable {
    case passes
    case fails(DisplayFault)

    /// The measurement is too wide: the time from which on it will be narrow enough, in milliseconds since the Unix epoch.
    case notYet(measureAgainAt: Int64)

    /// The verdict on a track.
    ///
    /// A value passes if its whole interval is within the limit, and fails if the whole interval is outside. The interval is the
    /// one of 95 % if there is one, or else the bounds.
    package init(on track: ClockTrack, interval: ClockInterval?, limits: DisplayLimits, now: Int64) {
        guard let segment = track.segment else {
            self = .notYet(measureAgainAt: now)
            return
        }
        if track.segments.count > 1 {
            self = .fails(.jump)
            return
        }
        let offset = interval?.offset ?? segment.offsetBounds(at: segment.end)
        let rate = interval?.rate ?? segment.rateBounds
        if Self.isOutside(offset, limit: limits.offset) {
            self = .fails(.offset)
        } else if Self.isOutside(rate, limit: limits.rate) {
            self = .fails(.rate)
        } else if track.pending != nil || segment.isAmbiguous || !Self.isWithin(offset, limit: limits.offset) {
            self = .notYet(measureAgainAt: now)
        } else if Self.isWithin(rate, limit: limits.rate) {
            self = .passes
        } else {
            self = .notYet(
                measureAgainAt: Self.dayOfDecision(segment, offset: offset, rate: rate, limit: limits.rate, now: now)
            )
        }
    }

    /// The time at which a session like the last one leaves a rate interval that is on one side of the limit.
    ///
    /// The interval gets narrower as the time between the first and the last session grows. If the middle of it is the true rate, it must
    /// reach no farther than from there to the limit. A rate just at the limit would take for ever: it is taken for one that is
    /// a fiftieth of the limit away.
    private static func dayOfDecision(
        _ segment: ClockSegment,
        offset: ClockRange,
        rate: ClockRange,
        limit: Double,
        now: Int64
    ) -> Int64 {
        let origin = Double(segment.origin) / 1000
        let seconds: Double
        if segment.isRateMeasured {
            let span = Double(segment.end) / 1000 - origin
            let distance = max((limit - rate.middle.magnitude).magnitude, limit / 50)
            seconds = span * max(rate.width / 2 / distance, 1.5)
        } else {
            // Nothing is known of the rate: the interval, 2 w / T for offsets known to w, is to be as wide as the limit.
            seconds = 2 * max(offset.width, 0.1) / max(limit, 1e-9)
        }
        return max(Int64((origin + min(seconds, 3.2e9)) * 1000), now)
    }

    private static func isWithin(_ range: ClockRange, limit: Double) -> Bool {
        range.low >= -limit && range.high <= limit
    }

    private static func isOutside(_ range: ClockRange, limit: Double) -> Bool {
        range.low > limit || range.high < -limit
    }
}
