import OTPCore

/// The part both devices share: a screen that a press lights with a code and that goes dark by itself.
///
/// Every event first calls ``settle(at:)``, so it makes no difference whether a host reported the passing of time in between.
struct CodeScreen: Equatable, Sendable {
    /// What came of an attempt to light the screen.
    enum Outcome: Equatable {
        case unchanged
        case commit(counter: UInt64)
        case lit(Reading)
    }

    let profile: DeviceProfile
    var clock: RealTimeClock
    /// The counter of the next HOTP code.
    ///
    /// It never goes back.
    private(set) var counter: UInt64
    private(set) var battery: Battery
    private(set) var state: ScreenState

    init(profile: DeviceProfile, clock: RealTimeClock, counter: UInt64) {
        self.profile = profile
        self.clock = clock
        self.counter = counter
        self.battery = Battery(for: profile)
        self.state = .dark
    }

    init(
        profile: DeviceProfile,
        clock: RealTimeClock,
        counter: UInt64,
        battery: Battery,
        state: ScreenState
    ) throws(DeviceStateError) {
        guard battery.capacity == profile.batteryCapacity, battery.lowPercent == profile.lowBatteryPercent else {
            throw .batteryOfAnotherProfile
        }
        switch state {
        case .dark:
            break
        case .committing(let pending):
            guard profile.movingFactor == .counter, pending < .max, pending + 1 == counter else {
                throw .unexpectedCommit(counter: pending)
            }
            guard !battery.isEmpty else { throw .commitWithoutBattery }
        case .lit(let reading):
            if let code = reading.code, code.digits != profile.digits {
                throw .codeOfAnotherLength(digits: code.digits)
            }
        }
        self.profile = profile
        self.clock = clock
        self.counter = counter
        self.battery = battery
        self.state = state
    }

    /// What is shown; `nil` when dark.
    var frame: SevenSegmentFrame? {
        guard case .lit(let reading) = self.state else { return nil }
        return reading.frame(digits: self.profile.digits)
    }

    /// When the screen goes dark; `nil` when it is.
    var darkensAt: Instant? {
        guard case .lit(let reading) = self.state else { return nil }
        return self.end(of: reading)
    }

    /// Darkens a screen whose time is over, or whose lighting lies in the future because true time was set back.
    ///
    /// - Returns: whether it went dark.
    mutating func settle(at now: Instant) -> Bool {
        guard case .lit(let reading) = self.state, now < reading.since || now >= self.end(of: reading) else {
            return false
        }
        self.state = .dark
        return true
    }

    /// Lights a dark screen with a new code.
    ///
    /// With a counter that takes two steps: the counter is spent now, the code is shown when that is stored.
    mutating func light(at now: Instant, key: borrowing HMACKey) -> Outcome {
        guard self.state == .dark, !self.battery.isEmpty else { return .unchanged }
        // A key for another hash function is the host's mistake. Its codes would be wrong, so there is none.
        guard key.algorithm == self.profile.algorithm else { return .lit(self.show(nil, at: now)) }
        switch self.profile.movingFactor {
        case .time(let step, let epoch):
            return .lit(self.show(self.timeCode(step: step, epoch: epoch, at: now, key: key), at: now))
        case .counter:
            // The last counter is never used: the one after it would be 0 again. RFC 4226, section 5.1.
            guard self.counter < .max else { return .lit(self.show(nil, at: now)) }
            self.state = .committing(counter: self.counter)
            self.counter &+= 1
            return .commit(counter: self.counter)
        }
    }

    /// The spent counter is stored: shows its code.
    ///
    /// - Returns: what is shown; `nil` if no code was waiting.
    mutating func committed(at now: Instant, key: borrowing HMACKey) -> Reading? {
        guard case .committing(let counter) = self.state else { return nil }
        guard key.algorithm == self.profile.algorithm else { return self.show(nil, at: now) }
        let hotp = try? HOTP(digits: self.profile.digits)
        return self.show(hotp?.code(for: counter, key: key), at: now)
    }

    /// Gives up a code that waits for its counter to be stored.
    ///
    /// The counter stays spent: whether it reached the store cannot be known.
    mutating func abandonCommit() {
        guard case .committing = self.state else { return }
        self.state = .dark
    }

    /// Makes what is lit stay for another display time.
    mutating func prolong(at now: Instant) {
        guard case .lit(var reading) = self.state else { return }
        reading.since = now
        self.state = .lit(reading)
    }

    /// Goes dark.
    mutating func darken() {
        self.state = .dark
    }

    /// Sets the battery; an empty one darkens the screen and gives up a waiting code.
    ///
    /// - Returns: whether a lit screen went dark.
    mutating func setBatteryLevel(percent: UInt8) -> Bool {
        self.battery.setLevel(percent: percent)
        guard self.battery.isEmpty else { return false }
        let wasLit = self.frame != nil
        self.state = .dark
        return wasLit
    }

    private mutating func show(_ code: Code?, at now: Instant) -> Reading {
        self.battery.drawLighting()
        let reading = Reading(code: code, isBatteryLow: self.battery.isLow, since: now)
        self.state = .lit(reading)
        return reading
    }

    /// `nil` for a clock that reads a time before T0, where RFC 6238, section 4.2, numbers no steps.
    private func timeCode(step: UInt32, epoch: Int64, at now: Instant, key: borrowing HMACKey) -> Code? {
        let reading = self.clock.reading(at: now)
        guard let totp = try? TOTP(digits: self.profile.digits, timeStep: step, epoch: epoch) else { return nil }
        return try? totp.code(at: reading.unixSeconds, key: key)
    }

    private func end(of reading: Reading) -> Instant {
        reading.since.advanced(byMilliseconds: Int64(self.profile.displayTimeMilliseconds))
    }
}
