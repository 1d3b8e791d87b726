import OTPCore
import OTPDevices

/// One of the two OTP devices, driven the same way.
enum OTPMachine: Sendable {
    case codeDisplay(CodeDisplay)
    case audioCodeReader(AudioCodeReader)

    /// A device as it leaves its maker.
    init(kind: OTPKind, profile: DeviceProfile, at now: Instant, counter: UInt64) {
        let clock = RealTimeClock(at: now)
        switch kind {
        case .codeDisplay:
            self = .codeDisplay(CodeDisplay(profile: profile, clock: clock, counter: counter))
        case .audioCodeReader:
            self = .audioCodeReader(AudioCodeReader(profile: profile, clock: clock, counter: counter))
        }
    }

    var profile: DeviceProfile {
        switch self {
        case .codeDisplay(let display): display.profile
        case .audioCodeReader(let reader): reader.profile
        }
    }

    var clock: RealTimeClock {
        get {
            switch self {
            case .codeDisplay(let display): display.clock
            case .audioCodeReader(let reader): reader.clock
            }
        }
        set {
            switch self {
            case .codeDisplay(var display):
                display.clock = newValue
                self = .codeDisplay(display)
            case .audioCodeReader(var reader):
                reader.clock = newValue
                self = .audioCodeReader(reader)
            }
        }
    }

    var counter: UInt64 {
        switch self {
        case .codeDisplay(let display): display.counter
        case .audioCodeReader(let reader): reader.counter
        }
    }

    var battery: Battery {
        switch self {
        case .codeDisplay(let display): display.battery
        case .audioCodeReader(let reader): reader.battery
        }
    }

    var screen: ScreenState {
        switch self {
        case .codeDisplay(let display): display.screen
        case .audioCodeReader(let reader): reader.screen
        }
    }

    var frame: SevenSegmentFrame? {
        switch self {
        case .codeDisplay(let display): display.frame
        case .audioCodeReader(let reader): reader.frame
        }
    }

    var nextWake: Instant? {
        switch self {
        case .codeDisplay(let display): display.nextWake
        case .audioCodeReader(let reader): reader.nextWake
        }
    }

    var settings: ReaderSettings? {
        switch self {
        case .codeDisplay: nil
        case .audioCodeReader(let reader): reader.settings
        }
    }

    /// Hands one event to the device, whichever it is.
    private mutating func send(
        display event: (inout CodeDisplay) -> DeviceAction,
        reader otherEvent: (inout AudioCodeReader) -> DeviceAction
    ) -> DeviceAction {
        switch self {
        case .codeDisplay(var display):
            let action = event(&display)
            self = .codeDisplay(display)
            return action
        case .audioCodeReader(var reader):
            let action = otherEvent(&reader)
            self = .audioCodeReader(reader)
            return action
        }
    }

    mutating func pressed(_ button: OTPButton, at now: Instant, key: borrowing HMACKey) -> DeviceAction {
        switch self {
        case .codeDisplay(var display):
            let action = display.buttonPressed(at: now, key: key)
            self = .codeDisplay(display)
            return action
        case .audioCodeReader(var reader):
            let action = reader.keyPressed(Self.key(of: button), at: now)
            self = .audioCodeReader(reader)
            return action
        }
    }

    mutating func released(_ button: OTPButton, at now: Instant, key: borrowing HMACKey) -> DeviceAction {
        switch self {
        case .codeDisplay(var display):
            let action = display.buttonReleased(at: now)
            self = .codeDisplay(display)
            return action
        case .audioCodeReader(var reader):
            let action = reader.keyReleased(Self.key(of: button), at: now, key: key)
            self = .audioCodeReader(reader)
            return action
        }
    }

    mutating func committed(at now: Instant, key: borrowing HMACKey) -> DeviceAction {
        switch self {
        case .codeDisplay(var display):
            let action = display.committed(at: now, key: key)
            self = .codeDisplay(display)
            return action
        case .audioCodeReader(var reader):
            let action = reader.committed(at: now, key: key)
            self = .audioCodeReader(reader)
            return action
        }
    }

    mutating func commitFailed(at now: Instant) -> DeviceAction {
        self.send(display: { $0.commitFailed(at: now) }, reader: { $0.commitFailed(at: now) })
    }

    mutating func timePassed(to now: Instant) -> DeviceAction {
        self.send(display: { $0.timePassed(to: now) }, reader: { $0.timePassed(to: now) })
    }

    mutating func batteryLevelSet(percent: UInt8, at now: Instant) -> DeviceAction {
        self.send(
            display: { $0.batteryLevelSet(percent: percent, at: now) },
            reader: { $0.batteryLevelSet(percent: percent, at: now) }
        )
    }

    private static func key(of button: OTPButton) -> AudioCodeReader.Key {
        switch button {
        case .main, .red: .red
        case .digit(let digit): .digit(digit)
        }
    }
}
