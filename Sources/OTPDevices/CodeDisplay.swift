public import OTPCore

/// The code display: one button, six figures.
///
/// A value that is told what happens and answers what is to be done. It holds no secret, no clock of the host and nothing on
/// the heap. Display time runs in true time: ``nextWake`` says when the host should call ``timePassed(to:)``, and a device
/// clock that drifts or stands still does not keep the screen lit.
///
/// | event | outcome |
/// |---|---|
/// | press while dark | TOTP: the code of the step the device's clock reads, also when the step ends right after; HOTP: commit first |
/// | press while lit, or while a commit is pending | nothing; the code stays as it was for its whole display time |
/// | press without a release since the last one (held, key repeat, stuck) | nothing |
/// | release, with or without a press | nothing |
/// | press with an empty battery | nothing |
/// | clock before T0, HOTP counter at its end, key for another hash function | dashes for one display time, nothing committed |
/// | true time set back before the lighting | dark at the next event; the next press follows the clock as it is |
/// | battery empty while lit, or while a commit is pending | dark; a waiting code is skipped |
public struct CodeDisplay: Equatable, Sendable {
    private var codeScreen: CodeScreen

    /// Whether the button is down.
    public private(set) var isButtonDown: Bool

    /// A new display with a full battery, dark, whose first HOTP code is that of `counter`.
    public init(profile: DeviceProfile, clock: RealTimeClock, counter: UInt64 = 0) {
        self.codeScreen = CodeScreen(profile: profile, clock: clock, counter: counter)
        self.isButtonDown = false
    }

    /// A display put back as it was saved; the properties of the same names tell what to save.
    ///
    /// - Throws: ``DeviceStateError`` for a state that no display can be in.
    public init(
        profile: DeviceProfile,
        clock: RealTimeClock,
        counter: UInt64,
        battery: Battery,
        screen: ScreenState,
        isButtonDown: Bool
    ) throws(DeviceStateError) {
        self.codeScreen = try CodeScreen(
            profile: profile,
            clock: clock,
            counter: counter,
            battery: battery,
            state: screen
        )
        self.isButtonDown = isButtonDown
    }

    /// What kind of device it is.
    public var profile: DeviceProfile {
        self.codeScreen.profile
    }

    /// The device's own clock; setting it changes the next code, not the one that is shown.
    public var clock: RealTimeClock {
        get { self.codeScreen.clock }
        set { self.codeScreen.clock = newValue }
    }

    /// The counter of the next HOTP code, RFC 4226, section 5.1; it never goes back.
    public var counter: UInt64 {
        self.codeScreen.counter
    }

    /// What is left of the battery.
    public var battery: Battery {
        self.codeScreen.battery
    }

    /// Dark, waiting for a counter to be stored, or lit.
    public var screen: ScreenState {
        self.codeScreen.state
    }

    /// What is shown; `nil` while dark.
    public var frame: SevenSegmentFrame? {
        self.codeScreen.frame
    }

    /// The true time at which ``timePassed(to:)`` has something to do; `nil` while dark.
    public var nextWake: Instant? {
        self.codeScreen.darkensAt
    }

    /// The button went down; `key` is the secret, made for the hash function of the profile.
    public mutating func buttonPressed(at now: Instant, key: borrowing HMACKey) -> DeviceAction {
        let passed = self.timePassed(to: now)
        guard !self.isButtonDown else { return passed }
        self.isButtonDown = true
        switch self.codeScreen.light(at: now, key: key) {
        case .unchanged: return passed
        case .commit(let counter): return .commit(counter: counter)
        case .lit(let reading): return .show(reading.frame(digits: self.profile.digits))
        }
    }

    /// The button came up.
    public mutating func buttonReleased(at now: Instant) -> DeviceAction {
        self.isButtonDown = false
        return self.timePassed(to: now)
    }

    /// The counter of the last ``DeviceAction/commit(counter:)`` is stored; nothing happens if none was asked for.
    public mutating func committed(at now: Instant, key: borrowing HMACKey) -> DeviceAction {
        let passed = self.timePassed(to: now)
        guard let reading = self.codeScreen.committed(at: now, key: key) else { return passed }
        return .show(reading.frame(digits: self.profile.digits))
    }

    /// The counter of the last ``DeviceAction/commit(counter:)`` could not be stored: its code is skipped, never shown.
    public mutating func commitFailed(at now: Instant) -> DeviceAction {
        self.codeScreen.abandonCommit()
        return self.timePassed(to: now)
    }

    /// Time has passed, or was set back.
    public mutating func timePassed(to now: Instant) -> DeviceAction {
        self.codeScreen.settle(at: now) ? .darken : .none
    }

    /// The battery was exchanged or drained to a level in percent; above 100 means full.
    public mutating func batteryLevelSet(percent: UInt8, at now: Instant) -> DeviceAction {
        let passed = self.timePassed(to: now)
        return self.codeScreen.setBatteryLevel(percent: percent) ? .darken : passed
    }
}
