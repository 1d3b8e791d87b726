import OTPCore
import OTPDevices
import Testing

/// Long runs of random events from a seed, with what must hold after each of them.
@Suite struct DeviceInvariantTests {
    /// Mostly a little later, now and then far away in either direction, or at the ends of time.
    private func nextInstant(after now: Instant, _ random: inout SplitMix64) -> Instant {
        switch UInt8.random(in: 0..<40, using: &random) {
        case 0: Instant(milliseconds: .max)
        case 1: Instant(milliseconds: .min)
        case 2: Instant(milliseconds: Int64.random(in: .min ... .max, using: &random))
        case 3: now.advanced(byMilliseconds: -Int64.random(in: 1...100_000, using: &random))
        case 4...6: now
        default: now.advanced(byMilliseconds: Int64.random(in: 0...12_000, using: &random))
        }
    }

    private func disturb(_ clock: inout RealTimeClock, at now: Instant, _ random: inout SplitMix64) {
        switch UInt8.random(in: 0..<6, using: &random) {
        case 0: clock.freeze(at: now)
        case 1: clock.run(at: now)
        case 2: clock.setDrift(ppm: Int32.random(in: .min ... .max, using: &random), at: now)
        case 3: clock.setOffset(milliseconds: Int64.random(in: -100_000...100_000, using: &random), at: now)
        case 4: clock.advance(byMilliseconds: Int64.random(in: .min ... .max, using: &random), at: now)
        default: clock.set(to: .seconds(Int64.random(in: -100...1_000_000, using: &random)), at: now)
        }
    }

    /// What a host that stores counters sees, and what it must never see.
    private struct CounterLog {
        var stored: UInt64
        var lastShown: UInt64?

        mutating func store(_ counter: UInt64) {
            #expect(counter > self.stored, "a stored counter never goes back")
            self.stored = counter
        }

        /// A code was shown in answer to `committed`.
        mutating func show(_ text: String, key: borrowing HMACKey) throws {
            let counter = self.stored - 1
            let code = try HOTP().code(for: counter, key: key)
            #expect(text == code.text, "the code shown is the one whose use was stored before")
            if let lastShown = self.lastShown {
                #expect(counter > lastShown, "no counter is shown twice")
            }
            self.lastShown = counter
        }
    }

    /// Lit and waking go together.
    private func checkWake(_ frame: SevenSegmentFrame?, _ nextWake: Instant?, at now: Instant) {
        #expect((frame == nil) == (nextWake == nil))
        if let nextWake {
            #expect(nextWake > now || now.milliseconds == .max)
        }
    }

    @Test(arguments: 1...150 as ClosedRange<UInt64>)
    func aCountingDisplayShowsEachCodeAtMostOnce(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let key = RFCKeys.sha1()
        let profile = DeviceProfile.hotpCodeDisplay
        let first = seed.isMultiple(of: 5) ? UInt64.max - 5 : UInt64.random(in: 0...1000, using: &random)
        var log = CounterLog(stored: first)
        var now = Instant.seconds(1_000_000)
        var display = CodeDisplay(profile: profile, clock: RealTimeClock(at: now), counter: first)

        for _ in 0..<120 {
            now = self.nextInstant(after: now, &random)
            // Telling the time in between makes no difference.
            var twin = display
            _ = twin.timePassed(to: now)

            let choice = UInt8.random(in: 0..<14, using: &random)
            let percent = UInt8.random(in: 0...120, using: &random)
            let counterBefore = display.counter
            switch choice {
            case 0...4:
                let action = display.buttonPressed(at: now, key: key)
                _ = twin.buttonPressed(at: now, key: key)
                if case .commit(let counter) = action {
                    log.store(counter)
                } else if let text = action.shownText {
                    #expect(text == "------" && display.counter == .max)
                }
            case 5...7:
                #expect(display.buttonReleased(at: now).shownText == nil)
                _ = twin.buttonReleased(at: now)
            case 8...10:
                if let text = display.committed(at: now, key: key).shownText {
                    try log.show(text, key: key)
                }
                _ = twin.committed(at: now, key: key)
            case 11:
                #expect(display.commitFailed(at: now).shownText == nil)
                _ = twin.commitFailed(at: now)
            case 12:
                #expect(display.batteryLevelSet(percent: percent, at: now).shownText == nil)
                _ = twin.batteryLevelSet(percent: percent, at: now)
            default:
                // Power is lost; what was stored comes back.
                display = CodeDisplay(profile: profile, clock: RealTimeClock(at: now), counter: log.stored)
                twin = display
            }
            #expect(display.counter >= counterBefore)
            #expect(display == twin)
            self.checkWake(display.frame, display.nextWake, at: now)
            #expect(try self.restored(display) == display)
        }
    }

    @Test(arguments: 1...150 as ClosedRange<UInt64>)
    func aDisplayWithAnyClockAnswersEveryEvent(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let key = RFCKeys.sha1()
        let epoch = [0, 59, Int64.min, Int64.max][Int(seed % 4)]
        let step: UInt32 = seed.isMultiple(of: 3) ? .max : 30
        let profile = try DeviceProfile(movingFactor: .time(step: step, epoch: epoch))
        let totp = try TOTP(timeStep: step, epoch: epoch)
        var now = Instant.seconds(0)
        var display = CodeDisplay(profile: profile, clock: RealTimeClock(at: now))

        for _ in 0..<120 {
            now = self.nextInstant(after: now, &random)
            switch UInt8.random(in: 0..<8, using: &random) {
            case 0...3:
                if let text = display.buttonPressed(at: now, key: key).shownText {
                    let code = try? totp.code(at: display.clock.reading(at: now).unixSeconds, key: key)
                    #expect(text == (code?.text ?? "------"))
                }
            case 4...5:
                _ = display.buttonReleased(at: now)
            case 6:
                let shown = display.frame
                self.disturb(&display.clock, at: now, &random)
                #expect(display.frame == shown, "a clock that is set does not change what is shown")
                _ = display.timePassed(to: now)
            default:
                _ = display.batteryLevelSet(percent: UInt8.random(in: 0...100, using: &random), at: now)
            }
            #expect(display.counter == 0)
            self.checkWake(display.frame, display.nextWake, at: now)
            #expect(try self.restored(display) == display)
        }
    }

    @Test(arguments: 1...150 as ClosedRange<UInt64>)
    func aCountingReaderShowsEachCodeAtMostOnce(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let key = RFCKeys.sha1()
        let profile = DeviceProfile.hotpAudioCodeReader
        var log = CounterLog(stored: 0)
        var now = Instant.seconds(1_000_000)
        var reader = AudioCodeReader(profile: profile, clock: RealTimeClock(at: now))

        for _ in 0..<160 {
            now = self.nextInstant(after: now, &random)
            var twin = reader
            _ = twin.timePassed(to: now)

            let choice = UInt8.random(in: 0..<22, using: &random)
            let digit = AudioCodeReader.Key.digit(UInt8.random(in: 0...11, using: &random))
            let pressed: AudioCodeReader.Key = choice.isMultiple(of: 2) ? .red : digit
            let percent = UInt8.random(in: 0...120, using: &random)
            let shown = reader.screen
            switch choice {
            case 0..<8:
                let action = reader.keyPressed(pressed, at: now)
                _ = twin.keyPressed(pressed, at: now)
                #expect(action.shownText == nil)
                self.checkRepeats(action, of: shown)
            case 8..<16:
                let action = reader.keyReleased(pressed, at: now, key: key)
                _ = twin.keyReleased(pressed, at: now, key: key)
                if case .commit(let counter) = action {
                    log.store(counter)
                } else {
                    #expect(action.shownText == nil)
                }
            case 16..<19:
                if let text = reader.committed(at: now, key: key).shownText {
                    try log.show(text, key: key)
                }
                _ = twin.committed(at: now, key: key)
            case 19:
                _ = reader.commitFailed(at: now)
                _ = twin.commitFailed(at: now)
            case 20:
                _ = reader.batteryLevelSet(percent: percent, at: now)
                _ = twin.batteryLevelSet(percent: percent, at: now)
            default:
                reader = AudioCodeReader(profile: profile, clock: RealTimeClock(at: now), counter: log.stored)
                twin = reader
            }
            #expect(reader == twin)
            #expect(ReaderSettings.volumeRange.contains(reader.settings.volume))
            #expect(ReaderSettings.speedRange.contains(reader.settings.speed))
            self.checkWake(reader.frame, reader.nextWake, at: now)
            #expect(try self.restored(reader) == reader)
        }
    }

    /// Digits that a function speaks are those on the screen.
    private func checkRepeats(_ action: DeviceAction, of screen: ScreenState) {
        let digits = action.said.compactMap { phrase -> UInt8? in
            guard case .digit(let digit) = phrase else { return nil }
            return digit
        }
        guard !digits.isEmpty else { return }
        guard case .lit(let reading) = screen, let code = reading.code else {
            Issue.record("digits were spoken by a reader that was off")
            return
        }
        #expect(digits == (0..<code.digits).map { code[$0] })
    }

    private func restored(_ display: CodeDisplay) throws -> CodeDisplay {
        try CodeDisplay(
            profile: display.profile,
            clock: display.clock,
            counter: display.counter,
            battery: Battery(for: display.profile, charge: display.battery.charge),
            screen: display.screen,
            isButtonDown: display.isButtonDown
        )
    }

    private func restored(_ reader: AudioCodeReader) throws -> AudioCodeReader {
        try AudioCodeReader(
            profile: reader.profile,
            clock: RealTimeClock(
                setAt: reader.clock.setAt,
                settingReading: reader.clock.settingReading,
                driftPPM: reader.clock.driftPPM,
                isFrozen: reader.clock.isFrozen
            ),
            counter: reader.counter,
            battery: Battery(for: reader.profile, charge: reader.battery.charge),
            screen: reader.screen,
            settings: ReaderSettings(
                volume: reader.settings.volume,
                speed: reader.settings.speed,
                language: reader.settings.language
            ),
            redKey: reader.redKey,
            heldDigits: reader.heldDigits
        )
    }
}
