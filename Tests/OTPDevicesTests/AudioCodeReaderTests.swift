import OTPCore
import OTPDevices
import Testing

/// Red, the battery, the clock and the counter of the audio code reader.
@Suite struct AudioCodeReaderTests {
    private var key: HMACKey { RFCKeys.sha1() }

    // MARK: On and off

    @Test func theRedKeyShowsAndSpeaksACode() {
        var reader = AudioCodeReader.new()
        #expect(reader.keyPressed(.red, at: .seconds(59)) == .none)
        let action = reader.keyReleased(.red, at: .seconds(59), key: self.key)
        #expect(action.shownText == "287082")
        let digits: [SpeechPhrase] = [
            .digit(2), .digit(8), .digit(7), .groupPause, .digit(0), .digit(8), .digit(2),
        ]
        #expect(action.said == digits)
        #expect(action.voice == ReaderSettings())
        #expect(reader.nextWake == .seconds(89))
        #expect(reader.timePassed(to: .seconds(89)) == .darken)
        #expect(reader.frame == nil)
    }

    @Test func theRedKeyTurnsItOffAndOnAgain() {
        var reader = AudioCodeReader.new()
        #expect(reader.tapRed(at: 0).shownText == "755224")
        #expect(reader.tapRed(at: 10) == .darken)
        #expect(reader.nextWake == nil)
        #expect(reader.tapRed(at: 31).shownText == "287082")
    }

    @Test func theCodeIsThatOfTheReleaseAndStaysAsItWas() {
        var reader = AudioCodeReader.new()
        #expect(reader.keyPressed(.red, at: .seconds(29)) == .none)
        #expect(reader.keyReleased(.red, at: .seconds(30), key: self.key).shownText == "287082")
        #expect(reader.timePassed(to: Instant(milliseconds: 59_999)) == .none)
        #expect(reader.frame?.text == "287082")
    }

    @Test func keyRepeatOfRedIsOnePress() {
        var reader = AudioCodeReader.new()
        #expect(reader.keyPressed(.red, at: .seconds(0)) == .none)
        #expect(reader.keyPressed(.red, at: .seconds(1)) == .none)
        #expect(reader.keyReleased(.red, at: .seconds(2), key: self.key).shownText == "755224")
        #expect(reader.keyReleased(.red, at: .seconds(3), key: self.key) == .none)
        #expect(reader.frame != nil)
    }

    @Test func aRedKeyStillHeldWhenTheTimeRunsOutDoesNotTurnItOnAgain() {
        var reader = AudioCodeReader.new()
        #expect(reader.tapRed(at: 0).shownText == "755224")
        #expect(reader.keyPressed(.red, at: .seconds(29)) == .none)
        #expect(reader.timePassed(to: .seconds(30)) == .darken)
        #expect(reader.keyReleased(.red, at: .seconds(31), key: self.key) == .none)
        #expect(reader.frame == nil)
    }

    @Test func aHostThatIsLateToDarkenLosesNothing() {
        var reader = AudioCodeReader.new()
        #expect(reader.tapRed(at: 0).shownText == "755224")
        #expect(reader.keyPressed(.red, at: .seconds(31)) == .darken)
        #expect(reader.keyReleased(.red, at: .seconds(31), key: self.key).shownText == "287082")
    }

    // MARK: Battery and clock

    @Test func theBatteryIsAnnounced() {
        var reader = AudioCodeReader.new()
        #expect(reader.batteryLevelSet(percent: 40, at: .seconds(0)) == .none)
        #expect(reader.tapRed(at: 0) != .none)
        #expect(reader.function(5, at: 1).said == [.batteryLevel(percent: 40)])
    }

    @Test func aLowBatteryIsShownAndSaidAfterTheCode() {
        var reader = AudioCodeReader.new()
        #expect(reader.batteryLevelSet(percent: 5, at: .seconds(0)) == .none)
        let action = reader.tapRed(at: 0)
        #expect(action.said.last == .batteryLow)
        #expect(reader.frame?.isBatteryLow == true)
        #expect(reader.function(0, at: 1).said == action.said)
    }

    @Test func anEmptyBatteryNeitherLightsNorSpeaks() {
        var reader = AudioCodeReader.new()
        #expect(reader.tapRed(at: 0) != .none)
        #expect(reader.batteryLevelSet(percent: 0, at: .seconds(1)) == .darken)
        #expect(reader.tapRed(at: 2) == .none)
        #expect(reader.function(5, at: 3) == .none)
        #expect(reader.frame == nil)
    }

    @Test func beforeTheEpochItSaysThatThereIsNoCode() {
        var reader = AudioCodeReader.new()
        let action = reader.tapRed(at: -60)
        #expect(action.shownText == "------")
        #expect(action.said == [.noCode])
        #expect(reader.function(0, at: -50).said == [.noCode])
    }

    @Test func trueTimeSetBackTurnsItOff() {
        var reader = AudioCodeReader.new()
        #expect(reader.tapRed(at: 60) != .none)
        #expect(reader.keyPressed(.digit(1), at: .seconds(59)) == .darken)
        #expect(reader.tapRed(at: 31).shownText == "287082")
    }

    @Test func tenDigitsAreSpokenInThreeGroups() throws {
        var reader = AudioCodeReader.new(try DeviceProfile(digits: 10))
        let action = reader.tapRed(at: 0)
        #expect(action.shownText == "1284755224")
        #expect(action.said.count == 12)
        #expect(action.said[3] == .groupPause)
        #expect(action.said[7] == .groupPause)
    }

    // MARK: HOTP

    @Test func aCounterIsStoredBeforeItsCodeIsSpoken() {
        var reader = AudioCodeReader.new(.hotpAudioCodeReader)
        #expect(reader.tapRed(at: 0) == .commit(counter: 1))
        #expect(reader.frame == nil)
        #expect(reader.committed(at: .seconds(1), key: self.key).shownText == "755224")
        #expect(reader.committed(at: .seconds(2), key: self.key) == .none)
    }

    @Test func whileACommitIsPendingNoKeyDoesAnything() {
        var reader = AudioCodeReader.new(.hotpAudioCodeReader)
        #expect(reader.tapRed(at: 0) == .commit(counter: 1))
        #expect(reader.tapRed(at: 1) == .none)
        #expect(reader.function(0, at: 2) == .none)
        #expect(reader.keyPressed(.red, at: .seconds(3)) == .none)
        #expect(reader.committed(at: .seconds(4), key: self.key).shownText == "755224")
        // Red went down before there was anything to turn off.
        #expect(reader.keyReleased(.red, at: .seconds(5), key: self.key) == .none)
        #expect(reader.frame != nil)
    }

    @Test func repeatingSpendsNoCounter() {
        var reader = AudioCodeReader.new(.hotpAudioCodeReader)
        #expect(reader.tapRed(at: 0) == .commit(counter: 1))
        #expect(reader.committed(at: .seconds(0), key: self.key) != .none)
        #expect(reader.function(0, at: 1) != .none)
        #expect(reader.counter == 1)
    }

    @Test func aCounterThatCouldNotBeStoredIsSkipped() {
        var reader = AudioCodeReader.new(.hotpAudioCodeReader)
        #expect(reader.tapRed(at: 0) == .commit(counter: 1))
        #expect(reader.commitFailed(at: .seconds(0)) == .none)
        #expect(reader.tapRed(at: 1) == .commit(counter: 2))
        #expect(reader.committed(at: .seconds(1), key: self.key).shownText == "287082")
    }
}
