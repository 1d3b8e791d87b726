/// How full a ``RequestThrottle`` is, as the one moment at which it will be empty again.
///
/// This is the virtual scheduling form of the leaky bucket, ITU-T I.371, annex A.
package struct RequestBucket: Equatable, Sendable {
    package private(set) var emptyAt: UnixTime

    /// An empty one, or one as it was stored.
    package init(emptyAt: UnixTime = UnixTime(milliseconds: Int64.min)) {
        self.emptyAt = emptyAt
    }

    /// When the next try is allowed; nil if it is at `time`.
    package func nextTry(at time: UnixTime, _ throttle: RequestThrottle) -> UnixTime? {
        let allowedAt = self.emptyAt - throttle.interval * (throttle.burst - 1)
        return allowedAt <= time ? nil : allowedAt
    }

    /// Cuts a time that cannot be real, ``UnixTime/cut(at:longest:)``: a full bucket is empty after all its intervals.
    mutating func cut(at time: UnixTime, _ throttle: RequestThrottle) {
        self.emptyAt = self.emptyAt.cut(at: time, longest: throttle.interval * throttle.burst)
    }

    /// A try was made.
    package mutating func fill(at time: UnixTime, _ throttle: RequestThrottle) {
        self.emptyAt = max(self.emptyAt, time) + throttle.interval
    }
}
