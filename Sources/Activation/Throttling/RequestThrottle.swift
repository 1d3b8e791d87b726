/// How often something may be tried: some times at once, and once more after each interval.
package struct RequestThrottle: Equatable, Sendable {
    package let burst: UInt32
    package let interval: Milliseconds

    /// Nil if nothing could ever be tried, or everything always.
    package init?(burst: UInt32, interval: Milliseconds) {
        guard burst > 0, interval > .zero else { return nil }
        self.init(uncheckedBurst: burst, interval: interval)
    }

    init(uncheckedBurst burst: UInt32, interval: Milliseconds) {
        self.burst = burst
        self.interval = interval
    }
}
