/// The clock inside a device: what it reads at a given true time.
///
/// It was last set at ``setAt`` to ``settingReading`` and has run since with its own ``driftPPM``, in a straight line in both
/// directions of time. Readings are exact to the millisecond, rounded down, and stop at the ends of `Int64`.
public struct RealTimeClock: Equatable, Sendable {
    /// The drifts a clock can have, in parts per million.
    ///
    /// From half the speed to one and a half. Quartz crystals stay within a few hundred.
    public static let driftRange: ClosedRange<Int32> = -500_000...500_000

    /// The true time at which the clock was last set, frozen, released or given another drift.
    public private(set) var setAt: Instant

    /// What it read at ``setAt``.
    public private(set) var settingReading: Instant

    /// How much faster than true time it runs, in parts per million; negative for slower.
    public private(set) var driftPPM: Int32

    /// Whether it stands still.
    public private(set) var isFrozen: Bool

    /// A running clock that is `offsetMilliseconds` ahead of true time at `host`.
    ///
    /// A drift outside ``driftRange`` is taken as the nearest end of it; who takes drifts from outside refuses them before.
    public init(at host: Instant, driftPPM: Int32 = 0, offsetMilliseconds: Int64 = 0) {
        self.setAt = host
        self.settingReading = host.advanced(byMilliseconds: offsetMilliseconds)
        self.driftPPM = RealTimeClock.clamped(driftPPM)
        self.isFrozen = false
    }

    /// A clock put back as it was saved.
    ///
    /// - Throws: ``DeviceStateError/driftOutOfRange(_:)``.
    public init(
        setAt: Instant,
        settingReading: Instant,
        driftPPM: Int32,
        isFrozen: Bool
    ) throws(DeviceStateError) {
        guard RealTimeClock.driftRange.contains(driftPPM) else { throw .driftOutOfRange(driftPPM) }
        self.setAt = setAt
        self.settingReading = settingReading
        self.driftPPM = driftPPM
        self.isFrozen = isFrozen
    }

    /// What the clock reads at the true time `host`, which may lie before ``setAt``.
    public func reading(at host: Instant) -> Instant {
        guard !self.isFrozen else { return self.settingReading }
        let elapsed = host.milliseconds(since: self.setAt)
        return
            self.settingReading
            .advanced(byMilliseconds: elapsed)
            .advanced(byMilliseconds: self.drift(over: elapsed))
    }

    /// How far the clock is ahead of true time at `host`, in milliseconds; negative if it is behind.
    public func offset(at host: Instant) -> Int64 {
        self.reading(at: host).milliseconds(since: host)
    }

    /// Sets the clock; a frozen one stays frozen.
    public mutating func set(to reading: Instant, at host: Instant) {
        self.setAt = host
        self.settingReading = reading
    }

    /// Turns the clock on by so much, or back by a negative number.
    public mutating func advance(byMilliseconds milliseconds: Int64, at host: Instant) {
        self.set(to: self.reading(at: host).advanced(byMilliseconds: milliseconds), at: host)
    }

    /// Sets the clock so far ahead of true time; a negative number is behind.
    public mutating func setOffset(milliseconds: Int64, at host: Instant) {
        self.set(to: host.advanced(byMilliseconds: milliseconds), at: host)
    }

    /// Stops the clock at what it reads now.
    public mutating func freeze(at host: Instant) {
        self.set(to: self.reading(at: host), at: host)
        self.isFrozen = true
    }

    /// Lets the clock run on from what it reads now.
    public mutating func run(at host: Instant) {
        self.set(to: self.reading(at: host), at: host)
        self.isFrozen = false
    }

    /// Gives the clock another drift from now on; what it has drifted so far stays.
    ///
    /// A drift outside ``driftRange`` is taken as the nearest end of it.
    public mutating func setDrift(ppm: Int32, at host: Instant) {
        self.set(to: self.reading(at: host), at: host)
        self.driftPPM = RealTimeClock.clamped(ppm)
    }

    /// `elapsed * driftPPM / 1,000,000`, rounded down.
    ///
    /// Whole millions first: with at most half a million ppm neither product can leave `Int64`, for any `elapsed`.
    private func drift(over elapsed: Int64) -> Int64 {
        let ppm = Int64(self.driftPPM)
        let rest = elapsed % 1_000_000 * ppm
        let whole = elapsed / 1_000_000 * ppm + rest / 1_000_000
        return rest % 1_000_000 < 0 ? whole &- 1 : whole
    }

    private static func clamped(_ ppm: Int32) -> Int32 {
        min(max(ppm, RealTimeClock.driftRange.lowerBound), RealTimeClock.driftRange.upperBound)
    }
}
