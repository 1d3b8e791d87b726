import OTPCore
import OTPDevices
import Testing

/// The audio code reader with time steps of 30 s, lit for 30 s, and the RFC's secret.
@Suite struct AudioCodeReaderTests {
    private var key: HMACKey { RFCKeys.sha1() }

    private func reader(_ profile: DeviceProfile = .mitidAudioCodeReader, counter: UInt64 = 0) -> AudioCodeReader {
        AudioCodeReader(profile: profile, clock: RealTimeClock(at: .seconds(0)), counter: counter)
    }

    private func tapRed(_ reader: inout AudioCodeReader, at second: Int64) -> DeviceAction {
        let pressed = reader.keyPressed(.red, at: .seconds(second))
        let released = reader.keyReleased(.red, at: .seconds(second), key: self.key)
        return released == .none ? pressed : released
    }

    /// Holds red, presses and releases the digit, releases red.
    private func function(_ digit: UInt8, _ reader: inout AudioCodeReader, at second: Int64) -> DeviceAction {
        #expect(reader.keyPressed(.red, at: .seconds(second)) == .none)
        let action = reader.keyPressed(.digit(digit), at: .seconds(second))
        #expect(reader.keyReleased(.digit(digit), at: .seconds(second), key: self.key) == .none)
        #expect(reader.keyReleased(.red, at: .seconds(second), key: self.key) == .none)
        return action
    }

    // MARK: On and off

    @Test func theRedKeyShowsAndSpeaksACode() {
        var reader = self.reader()
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
        var reader = self.reader()
        #expect(self.tapRed(&reader, at: 0).shownText == "755224")
        #expect(self.tapRed(&reader, at: 10) == .darken)
        #expect(reader.nextWake == nil)
        #expect(self.tapRed(&reader, at: 31).shownText == "287082")
    }

    @Test func theCodeIsThatOfTheReleaseAndStaysAsItWas() {
        var reader = self.reader()
        #expect(reader.keyPressed(.red, at: .seconds(29)) == .none)
        #expect(reader.keyReleased(.red, at: .seconds(30), key: self.key).shownText == "287082")
        #expect(reader.timePassed(to: Instant(milliseconds: 59_999)) == .none)
        #expect(reader.frame?.text == "287082")
    }

    @Test func keyRepeatOfRedIsOnePress() {
        var reader = self.reader()
        #expect(reader.keyPressed(.red, at: .seconds(0)) == .none)
        #expect(reader.keyPressed(.red, at: .seconds(1)) == .none)
        #expect(reader.keyReleased(.red, at: .seconds(2), key: self.key).shownText == "755224")
        #expect(reader.keyReleased(.red, at: .seconds(3), key: self.key) == .none)
        #expect(reader.frame != nil)
    }

    @Test func aRedKeyStillHeldWhenTheTimeRunsOutDoesNotTurnItOnAgain() {
        var reader = self.reader()
        #expect(self.tapRed(&reader, at: 0).shownText == "755224")
        #expect(reader.keyPressed(.red, at: .seconds(29)) == .none)
        #expect(reader.timePassed(to: .seconds(30)) == .darken)
        #expect(reader.keyReleased(.red, at: .seconds(31), key: self.key) == .none)
        #expect(reader.frame == nil)
    }

    @Test func aHostThatIsLateToDarkenLosesNothing() {
        var reader = self.reader()
        #expect(self.tapRed(&reader, at: 0).shownText == "755224")
        #expect(reader.keyPressed(.red, at: .seconds(31)) == .darken)
        #expect(reader.keyReleased(.red, at: .seconds(31), key: self.key).shownText == "287082")
    }

    // MARK: Functions

    @Test func functionAndZeroRepeatsTheMessageAndNeverMakesANewCode() {
        var reader = self.reader()
        let first = self.tapRed(&reader, at: 20)
        // 20 s later the clock is in the next step.
        let again = self.function(0, &reader, at: 40)
        #expect(again.said == first.said)
        #expect(again.shownText == nil)
        #expect(reader.frame?.text == "755224")
    }

    @Test func theRepeatedMessageIsTheCodeAlsoAfterASetting() {
        var reader = self.reader()
        let first = self.tapRed(&reader, at: 0)
        #expect(self.function(3, &reader, at: 1).said == [.volume(6)])
        let again = self.function(0, &reader, at: 2)
        #expect(again.said == first.said)
        #expect(again.voice?.volume == 6)
        #expect(first.voice?.volume == 5)
    }

    @Test func thereIsNothingToRepeatWhileOff() {
        var reader = self.reader()
        #expect(self.function(0, &reader, at: 0) == .none)
        #expect(self.tapRed(&reader, at: 1).shownText == "755224")
        #expect(self.tapRed(&reader, at: 2) == .darken)
        #expect(self.function(0, &reader, at: 3) == .none)
        #expect(reader.frame == nil)
    }

    @Test func keysOnTheRightTurnUpAndKeysOnTheLeftDown() {
        var reader = self.reader()
        #expect(self.tapRed(&reader, at: 0) != .none)
        #expect(self.function(3, &reader, at: 1).said == [.volume(6)])
        #expect(self.function(1, &reader, at: 2).said == [.volume(5)])
        #expect(self.function(6, &reader, at: 3).said == [.speed(4)])
        #expect(self.function(4, &reader, at: 4).said == [.speed(3)])
        #expect(self.function(9, &reader, at: 5).said == [.language(.english)])
        #expect(self.function(7, &reader, at: 6).said == [.language(.danish)])
    }

    @Test func aSettingSpeaksWithTheNewValue() {
        var reader = self.reader()
        #expect(self.tapRed(&reader, at: 0) != .none)
        #expect(self.function(9, &reader, at: 1).voice?.language == .english)
        #expect(self.function(6, &reader, at: 2).voice?.speed == 4)
        #expect(self.function(8, &reader, at: 3).said == [.defaultsRestored])
        #expect(reader.settings == ReaderSettings())
    }

    @Test func aSettingAtItsEndStaysAndIsSaidAgain() {
        var reader = self.reader()
        #expect(self.tapRed(&reader, at: 0) != .none)
        var second: Int64 = 0
        for (key, end): (UInt8, SpeechPhrase) in [
            (3, .volume(8)), (1, .volume(1)), (6, .speed(5)), (4, .speed(1)),
            (9, .language(.english)), (7, .language(.danish)),
        ] {
            for _ in 1...10 {
                second += 1
                _ = self.function(key, &reader, at: second)
            }
            #expect(self.function(key, &reader, at: second).said == [end])
        }
    }

    @Test func settingsLastWhileOff() {
        var reader = self.reader()
        #expect(self.tapRed(&reader, at: 0) != .none)
        #expect(self.function(9, &reader, at: 1) != .none)
        #expect(self.tapRed(&reader, at: 2) == .darken)
        #expect(self.tapRed(&reader, at: 3).voice?.language == .english)
    }

    @Test func oneHoldOfRedTakesManyDigits() {
        var reader = self.reader()
        #expect(self.tapRed(&reader, at: 0) != .none)
        #expect(reader.keyPressed(.red, at: .seconds(1)) == .none)
        for expected: UInt8 in 6...8 {
            #expect(reader.keyPressed(.digit(3), at: .seconds(2)).said == [.volume(expected)])
            #expect(reader.keyReleased(.digit(3), at: .seconds(2), key: self.key) == .none)
        }
        #expect(reader.keyReleased(.red, at: .seconds(3), key: self.key) == .none)
        #expect(reader.frame != nil)
    }

    @Test func keyRepeatOfADigitIsOnePress() {
        var reader = self.reader()
        #expect(self.tapRed(&reader, at: 0) != .none)
        #expect(reader.keyPressed(.red, at: .seconds(1)) == .none)
        #expect(reader.keyPressed(.digit(3), at: .seconds(2)).said == [.volume(6)])
        #expect(reader.keyPressed(.digit(3), at: .seconds(3)) == .none)
        #expect(reader.keyPressed(.digit(1), at: .seconds(3)).said == [.volume(5)])
    }

    @Test func aDigitAloneDoesNothing() {
        var reader = self.reader()
        #expect(reader.keyPressed(.digit(0), at: .seconds(0)) == .none)
        #expect(reader.keyReleased(.digit(0), at: .seconds(0), key: self.key) == .none)
        #expect(self.tapRed(&reader, at: 1) != .none)
        #expect(reader.keyPressed(.digit(3), at: .seconds(2)) == .none)
        // Red after the digit is red alone.
        #expect(self.tapRed(&reader, at: 3) == .darken)
        #expect(reader.settings == ReaderSettings())
    }

    @Test func aDigitWhileOffUsesUpTheRedKey() {
        var reader = self.reader()
        #expect(self.function(3, &reader, at: 0) == .none)
        #expect(reader.frame == nil)
        #expect(reader.settings == ReaderSettings())
    }

    @Test func theKeyWithoutAFunctionOnlyUsesUpTheRedKey() {
        var reader = self.reader()
        #expect(self.tapRed(&reader, at: 0) != .none)
        #expect(self.function(2, &reader, at: 1) == .none)
        #expect(reader.frame != nil)
        #expect(reader.nextWake == .seconds(30))
    }

    @Test func numbersThatAreOnNoKeyDoNothing() {
        var reader = self.reader()
        #expect(self.tapRed(&reader, at: 0) != .none)
        let before = reader
        for digit: UInt8 in [10, 16, 64, 255] {
            #expect(reader.keyPressed(.digit(digit), at: .seconds(1)) == .none)
            #expect(reader.keyReleased(.digit(digit), at: .seconds(1), key: self.key) == .none)
        }
        #expect(reader == before)
    }

    @Test func aFunctionStartsTheDisplayTimeAgain() {
        var reader = self.reader()
        #expect(self.tapRed(&reader, at: 0) != .none)
        #expect(self.function(0, &reader, at: 29) != .none)
        #expect(reader.nextWake == .seconds(59))
        #expect(reader.timePassed(to: .seconds(30)) == .none)
        #expect(reader.timePassed(to: .seconds(59)) == .darken)
    }

    @Test func theNineFunctionsAreOnNineKeys() {
        let functions = (0...9).compactMap(KeypadFunction.assigned(toDigit:))
        #expect(functions.count == 9)
        #expect(Set(functions) == Set(KeypadFunction.allCases))
        #expect(KeypadFunction.assigned(toDigit: 10) == nil)
    }

    // MARK: Battery and clock

    @Test func theBatteryIsAnnounced() {
        var reader = self.reader()
        #expect(reader.batteryLevelSet(percent: 40, at: .seconds(0)) == .none)
        #expect(self.tapRed(&reader, at: 0) != .none)
        #expect(self.function(5, &reader, at: 1).said == [.batteryLevel(percent: 40)])
    }

    @Test func aLowBatteryIsShownAndSaidAfterTheCode() {
        var reader = self.reader()
        #expect(reader.batteryLevelSet(percent: 5, at: .seconds(0)) == .none)
        let action = self.tapRed(&reader, at: 0)
        #expect(action.said.last == .batteryLow)
        #expect(reader.frame?.isBatteryLow == true)
        #expect(self.function(0, &reader, at: 1).said == action.said)
    }

    @Test func anEmptyBatteryNeitherLightsNorSpeaks() {
        var reader = self.reader()
        #expect(self.tapRed(&reader, at: 0) != .none)
        #expect(reader.batteryLevelSet(percent: 0, at: .seconds(1)) == .darken)
        #expect(self.tapRed(&reader, at: 2) == .none)
        #expect(self.function(5, &reader, at: 3) == .none)
        #expect(reader.frame == nil)
    }

    @Test func beforeTheEpochItSaysThatThereIsNoCode() {
        var reader = self.reader()
        let action = self.tapRed(&reader, at: -60)
        #expect(action.shownText == "------")
        #expect(action.said == [.noCode])
        #expect(self.function(0, &reader, at: -50).said == [.noCode])
    }

    @Test func trueTimeSetBackTurnsItOff() {
        var reader = self.reader()
        #expect(self.tapRed(&reader, at: 60) != .none)
        #expect(reader.keyPressed(.digit(1), at: .seconds(59)) == .darken)
        #expect(self.tapRed(&reader, at: 31).shownText == "287082")
    }

    @Test func tenDigitsAreSpokenInThreeGroups() throws {
        var reader = self.reader(try DeviceProfile(digits: 10))
        let action = self.tapRed(&reader, at: 0)
        #expect(action.shownText == "1284755224")
        #expect(action.said.count == 12)
        #expect(action.said[3] == .groupPause)
        #expect(action.said[7] == .groupPause)
    }

    // MARK: HOTP

    @Test func aCounterIsStoredBeforeItsCodeIsSpoken() {
        var reader = self.reader(.hotpAudioCodeReader)
        #expect(self.tapRed(&reader, at: 0) == .commit(counter: 1))
        #expect(reader.frame == nil)
        #expect(reader.committed(at: .seconds(1), key: self.key).shownText == "755224")
        #expect(reader.committed(at: .seconds(2), key: self.key) == .none)
    }

    @Test func whileACommitIsPendingNoKeyDoesAnything() {
        var reader = self.reader(.hotpAudioCodeReader)
        #expect(self.tapRed(&reader, at: 0) == .commit(counter: 1))
        #expect(self.tapRed(&reader, at: 1) == .none)
        #expect(self.function(0, &reader, at: 2) == .none)
        #expect(reader.keyPressed(.red, at: .seconds(3)) == .none)
        #expect(reader.committed(at: .seconds(4), key: self.key).shownText == "755224")
        // Red went down before there was anything to turn off.
        #expect(reader.keyReleased(.red, at: .seconds(5), key: self.key) == .none)
        #expect(reader.frame != nil)
    }

    @Test func repeatingSpendsNoCounter() {
        var reader = self.reader(.hotpAudioCodeReader)
        #expect(self.tapRed(&reader, at: 0) == .commit(counter: 1))
        #expect(reader.committed(at: .seconds(0), key: self.key) != .none)
        #expect(self.function(0, &reader, at: 1) != .none)
        #expect(reader.counter == 1)
    }

    @Test func aCounterThatCouldNotBeStoredIsSkipped() {
        var reader = self.reader(.hotpAudioCodeReader)
        #expect(self.tapRed(&reader, at: 0) == .commit(counter: 1))
        #expect(reader.commitFailed(at: .seconds(0)) == .none)
        #expect(self.tapRed(&reader, at: 1) == .commit(counter: 2))
        #expect(reader.committed(at: .seconds(1), key: self.key).shownText == "287082")
    }
}
