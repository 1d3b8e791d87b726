package import OTPCore

/// How far a device's clock is ahead of ours, as far as its codes have shown: not less than `earliest`, not more than `latest`.
///
/// A code says within which time step the button was pressed by the device's clock, and by ours it was pressed between the
/// longest typing delay before its arrival and the arrival itself. So each code leaves an interval, and what all intervals share is
/// what is known: a slow typist widens it and never moves it. Between two codes it grows by the drift at both ends.
package struct ClockEstimate: Equatable, Sendable {
    package let earliest: Milliseconds
    package let latest: Milliseconds

    /// When this was so; since then the clock has drifted.
    package let time: UnixTime

    /// An estimate as it was stored, or a new one.
    package init(earliest: Milliseconds, latest: Milliseconds, at time: UnixTime) {
        self.earliest = earliest
        self.latest = latest
        self.time = time
    }

    /// What the code of a time step says that arrived at a moment.
    init(step: UInt64, of totp: TOTP, at arrival: UnixTime, _ windows: VerificationWindows) {
        let began = totp.start(of: step) - arrival
        self.init(
            earliest: began,
            latest: began + totp.length + windows.typingDelay,
            at: arrival
        )
    }

    /// How far off a clock can be that was set by the maker, or that was in order when its device came in.
    package init(
        setAt manufacturedAt: UnixTime?,
        importedAt: UnixTime,
        offset: Milliseconds = .zero,
        _ windows: VerificationWindows
    ) {
        let error = manufacturedAt == nil ? windows.importError : windows.settingError
        self.init(earliest: offset - error, latest: offset + error, at: manufacturedAt ?? importedAt)
    }

    /// The time steps whose code may arrive at a moment, and the likeliest of them; nil before the clock's epoch.
    ///
    /// - Parameters:
    ///   - totp: How long steps are, and when they began.
    ///   - arrival: When the code arrives.
    ///   - bound: How far from the likeliest step they may lie at most.
    ///   - windows: How far the clock can have drifted, and how long typing may take.
    /// - Returns: The steps, and the one in their middle.
    package func steps(
        of totp: TOTP,
        at arrival: UnixTime,
        bound: LookAroundWindow,
        _ windows: VerificationWindows
    ) -> (window: ClosedRange<UInt64>, expected: UInt64)? {
        let clock = self.drifted(to: arrival, windows)
        guard let expected = totp.step(at: arrival + clock.middle) else { return nil }
        let first = totp.step(at: arrival + clock.earliest - windows.typingDelay) ?? 0
        let last = totp.step(at: arrival + clock.latest) ?? expected
        let lowest = expected - min(expected, UInt64(bound.behind))
        let highest = expected + min(UInt64.max - expected, UInt64(bound.ahead))
        return (min(max(first, lowest), expected)...max(min(last, highest), expected), expected)
    }

    /// What is known once the code of a step has been accepted that arrived at a moment.
    package func noting(
        step: UInt64,
        of totp: TOTP,
        at arrival: UnixTime,
        _ windows: VerificationWindows
    ) -> ClockEstimate {
        let shown = ClockEstimate(step: step, of: totp, at: arrival, windows)
        // What contradicts all that was known has happened to the clock since.
        return self.drifted(to: arrival, windows).sharpened(by: shown) ?? shown
    }

    /// Half-way between the bounds.
    var middle: Milliseconds {
        Milliseconds(self.earliest.count / 2 + self.latest.count / 2)
    }

    /// Whether the clock may be right.
    var isRightPossible: Bool {
        self.earliest <= .zero && .zero <= self.latest
    }

    /// Whether both can be true of one clock, `other` being the later one.
    func agrees(with other: ClockEstimate, _ windows: VerificationWindows) -> Bool {
        self.drifted(to: other.time, windows).sharpened(by: other) != nil
    }

    private func drifted(to time: UnixTime, _ windows: VerificationWindows) -> ClockEstimate {
        let drift = windows.drift(in: time - self.time)
        return ClockEstimate(earliest: self.earliest - drift, latest: self.latest + drift, at: time)
    }

    /// What both say of one moment; nil if they contradict each other.
    private func sharpened(by other: ClockEstimate) -> ClockEstimate? {
        let earliest = max(self.earliest, other.earliest)
        let latest = min(self.latest, other.latest)
        guard earliest <= latest else { return nil }
        return ClockEstimate(earliest: earliest, latest: latest, at: other.time)
    }
}
