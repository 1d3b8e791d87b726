import OTPCore
import OTPDevices
import Testing

/// The keys of the audio code reader while red is held.
@Suite struct KeypadFunctionTests {
    private var key: HMACKey { RFCKeys.sha1() }

    @Test func functionAndZeroRepeatsTheMessageAndNeverMakesANewCode() {
        var reader = AudioCodeReader.new()
        let first = reader.tapRed(at: 20)
        // 20 s later the clock is in the next step.
        let again = reader.function(0, at: 40)
        #expect(again.said == first.said)
        #expect(again.shownText == nil)
        #expect(reader.frame?.text == "755224")
    }

    @Test func theRepeatedMessageIsTheCodeAlsoAfterASetting() {
        var reader = AudioCodeReader.new()
        let first = reader.tapRed(at: 0)
        #expect(reader.function(3, at: 1).said == [.volume(6)])
        let again = reader.function(0, at: 2)
        #expect(again.said == first.said)
        #expect(again.voice?.volume == 6)
        #expect(first.voice?.volume == 5)
    }

    @Test func thereIsNothingToRepeatWhileOff() {
        var reader = AudioCodeReader.new()
        #expect(reader.function(0, at: 0) == .none)
        #expect(reader.tapRed(at: 1).shownText == "755224")
        #expect(reader.tapRed(at: 2) == .darken)
        #expect(reader.function(0, at: 3) == .none)
        #expect(reader.frame == nil)
    }

    @Test func keysOnTheRightTurnUpAndKeysOnTheLeftDown() {
        var reader = AudioCodeReader.new()
        #expect(reader.tapRed(at: 0) != .none)
        #expect(reader.function(3, at: 1).said == [.volume(6)])
        #expect(reader.function(1, at: 2).said == [.volume(5)])
        #expect(reader.function(6, at: 3).said == [.speed(4)])
        #expect(reader.function(4, at: 4).said == [.speed(3)])
        #expect(reader.function(9, at: 5).said == [.language(.english)])
        #expect(reader.function(7, at: 6).said == [.language(.danish)])
    }

    @Test func aSettingSpeaksWithTheNewValue() {
        var reader = AudioCodeReader.new()
        #expect(reader.tapRed(at: 0) != .none)
        #expect(reader.function(9, at: 1).voice?.language == .english)
        #expect(reader.function(6, at: 2).voice?.speed == 4)
        #expect(reader.function(8, at: 3).said == [.defaultsRestored])
        #expect(reader.settings == ReaderSettings())
    }

    @Test func aSettingAtItsEndStaysAndIsSaidAgain() {
        var reader = AudioCodeReader.new()
        #expect(reader.tapRed(at: 0) != .none)
        var second: Int64 = 0
        for (key, end): (UInt8, SpeechPhrase) in [
            (3, .volume(8)), (1, .volume(1)), (6, .speed(5)), (4, .speed(1)),
            (9, .language(.english)), (7, .language(.danish)),
        ] {
            for _ in 1...10 {
                second += 1
                _ = reader.function(key, at: second)
            }
            #expect(reader.function(key, at: second).said == [end])
        }
    }

    @Test func settingsLastWhileOff() {
        var reader = AudioCodeReader.new()
        #expect(reader.tapRed(at: 0) != .none)
        #expect(reader.function(9, at: 1) != .none)
        #expect(reader.tapRed(at: 2) == .darken)
        #expect(reader.tapRed(at: 3).voice?.language == .english)
    }

    @Test func oneHoldOfRedTakesManyDigits() {
        var reader = AudioCodeReader.new()
        #expect(reader.tapRed(at: 0) != .none)
        #expect(reader.keyPressed(.red, at: .seconds(1)) == .none)
        for expected: UInt8 in 6...8 {
            #expect(reader.keyPressed(.digit(3), at: .seconds(2)).said == [.volume(expected)])
            #expect(reader.keyReleased(.digit(3), at: .seconds(2), key: self.key) == .none)
        }
        #expect(reader.keyReleased(.red, at: .seconds(3), key: self.key) == .none)
        #expect(reader.frame != nil)
    }

    @Test func keyRepeatOfADigitIsOnePress() {
        var reader = AudioCodeReader.new()
        #expect(reader.tapRed(at: 0) != .none)
        #expect(reader.keyPressed(.red, at: .seconds(1)) == .none)
        #expect(reader.keyPressed(.digit(3), at: .seconds(2)).said == [.volume(6)])
        #expect(reader.keyPressed(.digit(3), at: .seconds(3)) == .none)
        #expect(reader.keyPressed(.digit(1), at: .seconds(3)).said == [.volume(5)])
    }

    @Test func aDigitAloneDoesNothing() {
        var reader = AudioCodeReader.new()
        #expect(reader.keyPressed(.digit(0), at: .seconds(0)) == .none)
        #expect(reader.keyReleased(.digit(0), at: .seconds(0), key: self.key) == .none)
        #expect(reader.tapRed(at: 1) != .none)
        #expect(reader.keyPressed(.digit(3), at: .seconds(2)) == .none)
        // Red after the digit is red alone.
        #expect(reader.tapRed(at: 3) == .darken)
        #expect(reader.settings == ReaderSettings())
    }

    @Test func aDigitWhileOffUsesUpTheRedKey() {
        var reader = AudioCodeReader.new()
        #expect(reader.function(3, at: 0) == .none)
        #expect(reader.frame == nil)
        #expect(reader.settings == ReaderSettings())
    }

    @Test func theKeyWithoutAFunctionOnlyUsesUpTheRedKey() {
        var reader = AudioCodeReader.new()
        #expect(reader.tapRed(at: 0) != .none)
        #expect(reader.function(2, at: 1) == .none)
        #expect(reader.frame != nil)
        #expect(reader.nextWake == .seconds(30))
    }

    @Test func numbersThatAreOnNoKeyDoNothing() {
        var reader = AudioCodeReader.new()
        #expect(reader.tapRed(at: 0) != .none)
        let before = reader
        for digit: UInt8 in [10, 16, 64, 255] {
            #expect(reader.keyPressed(.digit(digit), at: .seconds(1)) == .none)
            #expect(reader.keyReleased(.digit(digit), at: .seconds(1), key: self.key) == .none)
        }
        #expect(reader == before)
    }

    @Test func aFunctionStartsTheDisplayTimeAgain() {
        var reader = AudioCodeReader.new()
        #expect(reader.tapRed(at: 0) != .none)
        #expect(reader.function(0, at: 29) != .none)
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
}
