public import OTPCore

/// The audio code reader: a keypad with a red key, a screen and a voice.
///
/// A value that is told what happens and answers what is to be done, like ``CodeDisplay``, with the same screen.
///
/// | event | outcome |
/// |---|---|
/// | red pressed and released while off | on: a new code is shown and spoken; HOTP: commit first |
/// | red pressed and released while on | off |
/// | red held, digit pressed while on | the digit's ``KeypadFunction``, spoken; the display time starts again so that nothing said is cut off |
/// | red held, digit pressed while off or while a commit is pending | nothing |
/// | red released after any digit | nothing: it was the function key |
/// | red released after the time ran out while it was held | nothing: the reader is off already |
/// | digit without red, digit without a function, release without press, key repeat, a digit above 9 | nothing |
/// | repeat (0) while on | the message of the code on the screen once more, with the settings as they are now; never a new code |
/// | repeat (0) while off | nothing: the message went with the code, which may no longer be good |
/// | a setting at the end of its range | stays and is said again |
/// | everything else | as in ``CodeDisplay`` |
///
/// The short confirmations of settings are not what 0 repeats, or the code could not be heard again after a change of volume.
/// Confirmed are: red turns on and off, held it is the function key, and 0 repeats. All the rest is assumed.
public struct AudioCodeReader: Equatable, Sendable {
    private var codeScreen: CodeScreen

    /// Volume, speed and language; they last while the reader is off.
    public private(set) var settings: ReaderSettings

    /// Whether the red key is down and what it will do.
    public private(set) var redKey: RedKey

    /// The digit keys that are down: bit *n* for key *n*.
    public private(set) var heldDigits: UInt16

    /// A new reader with a full battery and default settings, off, whose first HOTP code is that of `counter`.
    public init(profile: DeviceProfile, clock: RealTimeClock, counter: UInt64 = 0) {
        self.codeScreen = CodeScreen(profile: profile, clock: clock, counter: counter)
        self.settings = ReaderSettings()
        self.redKey = .up
        self.heldDigits = 0
    }

    /// A reader put back as it was saved; the properties of the same names tell what to save.
    ///
    /// - Throws: ``DeviceStateError`` for a state that no reader can be in.
    public init(
        profile: DeviceProfile,
        clock: RealTimeClock,
        counter: UInt64,
        battery: Battery,
        screen: ScreenState,
        settings: ReaderSettings,
        redKey: RedKey,
        heldDigits: UInt16
    ) throws(DeviceStateError) {
        guard heldDigits < 1 << 10 else { throw .unknownKeyHeld }
        self.codeScreen = try CodeScreen(
            profile: profile,
            clock: clock,
            counter: counter,
            battery: battery,
            state: screen
        )
        self.settings = settings
        self.redKey = redKey
        self.heldDigits = heldDigits
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

    /// Off (dark), waiting for a counter to be stored, or on (lit).
    public var screen: ScreenState {
        self.codeScreen.state
    }

    /// What is shown; `nil` while off.
    public var frame: SevenSegmentFrame? {
        self.codeScreen.frame
    }

    /// The true time at which ``timePassed(to:)`` has something to do; `nil` while off.
    public var nextWake: Instant? {
        self.codeScreen.darkensAt
    }

    /// A key went down.
    public mutating func keyPressed(_ pressed: Key, at now: Instant) -> DeviceAction {
        let passed = self.timePassed(to: now)
        switch pressed {
        case .red:
            self.redPressed()
            return passed
        case .digit(let digit):
            return self.digitPressed(digit, at: now) ?? passed
        }
    }

    /// A key came up; `key` is the secret, made for the hash function of the profile.
    public mutating func keyReleased(_ released: Key, at now: Instant, key: borrowing HMACKey) -> DeviceAction {
        let passed = self.timePassed(to: now)
        switch released {
        case .red:
            return self.redReleased(at: now, key: key) ?? passed
        case .digit(let digit):
            self.heldDigits &= ~AudioCodeReader.bit(of: digit)
            return passed
        }
    }

    /// The counter of the last ``DeviceAction/commit(counter:)`` is stored; nothing happens if none was asked for.
    public mutating func committed(at now: Instant, key: borrowing HMACKey) -> DeviceAction {
        let passed = self.timePassed(to: now)
        guard let reading = self.codeScreen.committed(at: now, key: key) else { return passed }
        return self.announcement(of: reading)
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

    private mutating func redPressed() {
        guard self.redKey == .up else { return }
        switch self.codeScreen.state {
        case .dark: self.redKey = .downToTurnOn
        case .lit: self.redKey = .downToTurnOff
        case .committing: self.redKey = .downForFunction
        }
    }

    private mutating func redReleased(at now: Instant, key: borrowing HMACKey) -> DeviceAction? {
        defer { self.redKey = .up }
        switch self.redKey {
        case .up, .downForFunction:
            return nil
        case .downToTurnOff:
            guard self.codeScreen.frame != nil else { return nil }
            self.codeScreen.darken()
            return .darken
        case .downToTurnOn:
            switch self.codeScreen.light(at: now, key: key) {
            case .unchanged: return nil
            case .commit(let counter): return .commit(counter: counter)
            case .lit(let reading): return self.announcement(of: reading)
            }
        }
    }

    private mutating func digitPressed(_ digit: UInt8, at now: Instant) -> DeviceAction? {
        let bit = AudioCodeReader.bit(of: digit)
        guard bit != 0, self.heldDigits & bit == 0 else { return nil }
        self.heldDigits |= bit
        guard self.redKey != .up else { return nil }
        self.redKey = .downForFunction
        guard case .lit(let reading) = self.codeScreen.state else { return nil }
        guard let function = KeypadFunction.assigned(toDigit: digit) else { return nil }
        self.codeScreen.prolong(at: now)
        return .speak(self.perform(function, reading: reading))
    }

    private mutating func perform(_ function: KeypadFunction, reading: Reading) -> SpeechScript {
        switch function {
        case .repeatMessage:
            return SpeechScript(announcing: reading, settings: self.settings)
        case .volumeDown:
            self.settings.turnVolumeDown()
            return self.script(.volume(self.settings.volume))
        case .volumeUp:
            self.settings.turnVolumeUp()
            return self.script(.volume(self.settings.volume))
        case .speedDown:
            self.settings.turnSpeedDown()
            return self.script(.speed(self.settings.speed))
        case .speedUp:
            self.settings.turnSpeedUp()
            return self.script(.speed(self.settings.speed))
        case .languageDown:
            self.settings.turnLanguageDown()
            return self.script(.language(self.settings.language))
        case .languageUp:
            self.settings.turnLanguageUp()
            return self.script(.language(self.settings.language))
        case .announceBattery:
            return self.script(.batteryLevel(percent: self.battery.levelPercent))
        case .restoreDefaults:
            self.settings = ReaderSettings()
            return self.script(.defaultsRestored)
        }
    }

    private func script(_ phrase: SpeechPhrase) -> SpeechScript {
        SpeechScript(phrase, settings: self.settings)
    }

    private func announcement(of reading: Reading) -> DeviceAction {
        .announce(
            reading.frame(digits: self.profile.digits),
            SpeechScript(announcing: reading, settings: self.settings)
        )
    }

    /// The bit of a digit key; none for a number that is on no key.
    private static func bit(of digit: UInt8) -> UInt16 {
        digit <= 9 ? 1 &<< UInt16(digit) : 0
    }
}
