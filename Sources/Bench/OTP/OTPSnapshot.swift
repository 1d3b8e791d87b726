package import OTPCore
package import OTPDevices

/// The whole state of one device, its secret included, to be stored and put back.
package struct OTPSnapshot: Equatable, Sendable {
    package let kind: OTPKind
    package let serialNumber: SerialNumber
    package let name: String?
    package let profile: NamedProfile
    package let secret: [UInt8]
    package let counter: UInt64
    package let battery: Battery
    package let clock: RealTimeClock
    /// What is lit; a code that waits for its counter counts as skipped.
    package var reading: Reading?
    package let settings: ReaderSettings?
    package let speech: Speech?
    package let faults: OTPFaults

    package init(
        kind: OTPKind,
        serialNumber: SerialNumber,
        name: String?,
        profile: NamedProfile,
        secret: [UInt8],
        counter: UInt64,
        battery: Battery,
        clock: RealTimeClock,
        reading: Reading?,
        settings: ReaderSettings?,
        speech: Speech?,
        faults: OTPFaults
    ) {
        self.kind = kind
        self.serialNumber = serialNumber
        self.name = name
        self.profile = profile
        self.secret = secret
        self.counter = counter
        self.battery = battery
        self.clock = clock
        self.reading = reading
        self.settings = settings
        self.speech = speech
        self.faults = faults
    }

    /// The device that a snapshot describes, with no finger on it.
    func machine() throws(DeviceStateError) -> OTPMachine {
        let screen = self.reading.map { ScreenState.lit($0) } ?? .dark
        switch self.kind {
        case .codeDisplay:
            return .codeDisplay(
                try CodeDisplay(
                    profile: self.profile.profile,
                    clock: self.clock,
                    counter: self.counter,
                    battery: self.battery,
                    screen: screen,
                    isButtonDown: false
                )
            )
        case .audioCodeReader:
            return .audioCodeReader(
                try AudioCodeReader(
                    profile: self.profile.profile,
                    clock: self.clock,
                    counter: self.counter,
                    battery: self.battery,
                    screen: screen,
                    settings: self.settings ?? ReaderSettings(),
                    redKey: .up,
                    heldDigits: 0
                )
            )
        }
    }
}
