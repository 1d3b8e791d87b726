import OTPCore
import OTPDevices
import Testing

extension AudioCodeReader {
    /// A new reader with time steps of 30 s, lit for 30 s, whose clock is right.
    static func new(_ profile: DeviceProfile = .mitidAudioCodeReader) -> AudioCodeReader {
        AudioCodeReader(profile: profile, clock: RealTimeClock(at: .seconds(0)))
    }

    /// Presses and releases red; what the release does, or else the press.
    mutating func tapRed(at second: Int64) -> DeviceAction {
        let pressed = self.keyPressed(.red, at: .seconds(second))
        let released = self.keyReleased(.red, at: .seconds(second), key: RFCKeys.sha1())
        return released == .none ? pressed : released
    }

    /// Holds red, presses and releases the digit, releases red; what the digit does.
    mutating func function(_ digit: UInt8, at second: Int64) -> DeviceAction {
        let key = RFCKeys.sha1()
        #expect(self.keyPressed(.red, at: .seconds(second)) == .none)
        let action = self.keyPressed(.digit(digit), at: .seconds(second))
        #expect(self.keyReleased(.digit(digit), at: .seconds(second), key: key) == .none)
        #expect(self.keyReleased(.red, at: .seconds(second), key: key) == .none)
        return action
    }
}
