import OTPCore
import OTPDevices
import Testing

/// Saving a device and putting it back.
@Suite struct DeviceStateTests {
    private let clock = RealTimeClock(at: .seconds(0))

    private func restore(
        _ profile: DeviceProfile = .hotpCodeDisplay,
        counter: UInt64 = 1,
        battery: Battery? = nil,
        screen: ScreenState = .dark
    ) throws -> CodeDisplay {
        try CodeDisplay(
            profile: profile,
            clock: self.clock,
            counter: counter,
            battery: battery ?? Battery(for: profile),
            screen: screen,
            isButtonDown: false
        )
    }

    @Test func aCommitThatWasPendingCanStillBeFinished() throws {
        let key = RFCKeys.sha1()
        var display = try self.restore(counter: 1, screen: .committing(counter: 0))
        #expect(try display.committed(at: .seconds(5), key: key) == .shows("755224"))
    }

    @Test func aLitScreenGoesDarkWhenItWouldHave() throws {
        let reading = Reading(code: try Code(parsing: "755224"), isBatteryLow: false, since: .seconds(10))
        var display = try self.restore(screen: .lit(reading))
        #expect(display.frame?.text == "755224")
        #expect(display.timePassed(to: .seconds(39)) == .none)
        #expect(display.timePassed(to: .seconds(40)) == .darken)
    }

    @Test func aCounterThatWouldBeShownTwiceIsRefused() {
        #expect(throws: DeviceStateError.unexpectedCommit(counter: 1)) {
            try self.restore(counter: 1, screen: .committing(counter: 1))
        }
        #expect(throws: DeviceStateError.unexpectedCommit(counter: .max)) {
            try self.restore(counter: 0, screen: .committing(counter: .max))
        }
        #expect(throws: DeviceStateError.unexpectedCommit(counter: 0)) {
            try self.restore(.mitidCodeDisplay, counter: 1, screen: .committing(counter: 0))
        }
    }

    @Test func aCodeOfAnotherLengthIsRefused() throws {
        let reading = Reading(code: try Code(parsing: "12345678"), isBatteryLow: false, since: .seconds(0))
        #expect(throws: DeviceStateError.codeOfAnotherLength(digits: 8)) { try self.restore(screen: .lit(reading)) }
    }

    @Test func aBatteryThatDoesNotFitIsRefused() throws {
        let other = Battery(for: try DeviceProfile(batteryCapacity: 7))
        #expect(throws: DeviceStateError.batteryOfAnotherProfile) { try self.restore(battery: other) }
        let empty = try Battery(for: .hotpCodeDisplay, charge: 0)
        #expect(throws: DeviceStateError.commitWithoutBattery) {
            try self.restore(battery: empty, screen: .committing(counter: 0))
        }
    }

    @Test func settingsAndKeysOfAReaderAreChecked() throws {
        #expect(throws: DeviceStateError.volumeOutOfRange(0)) {
            try ReaderSettings(volume: 0, speed: 3, language: .danish)
        }
        #expect(throws: DeviceStateError.speedOutOfRange(6)) {
            try ReaderSettings(volume: 1, speed: 6, language: .english)
        }
        #expect(throws: DeviceStateError.unknownKeyHeld) {
            try AudioCodeReader(
                profile: .mitidAudioCodeReader,
                clock: self.clock,
                counter: 0,
                battery: Battery(for: .mitidAudioCodeReader),
                screen: .dark,
                settings: ReaderSettings(),
                redKey: .up,
                heldDigits: 1 << 10
            )
        }
    }
}
