import OTPCore
import OTPDevices
import Testing

@Suite struct DeviceProfileTests {
    @Test func theDefaultsAreTheAssumedMitIDDisplay() throws {
        let profile = try DeviceProfile()
        #expect(profile == .mitidCodeDisplay)
        #expect(profile == .mitidAudioCodeReader)
        #expect(profile.algorithm == .sha1)
        #expect(profile.digits == 6)
        #expect(profile.movingFactor == .time(step: 30, epoch: 0))
        #expect(profile.displayTimeMilliseconds == 30_000)
    }

    @Test func everyNameHasAProfileThatIsValid() throws {
        for name in DeviceProfile.names {
            let named = try #require(DeviceProfile.named(name), "\(name)")
            let checked = try DeviceProfile(
                algorithm: named.algorithm,
                digits: named.digits,
                movingFactor: named.movingFactor,
                displayTimeMilliseconds: named.displayTimeMilliseconds,
                batteryCapacity: named.batteryCapacity,
                lowBatteryPercent: named.lowBatteryPercent
            )
            #expect(checked == named)
        }
        #expect(Set(DeviceProfile.names).count == DeviceProfile.names.count)
        #expect(DeviceProfile.named("MitID-code-display") == nil)
        #expect(DeviceProfile.named("hotp-code-display")?.movingFactor == .counter)
        #expect(DeviceProfile.named("totp-8-sha256")?.algorithm == .sha256)
    }

    @Test func valuesOutOfRangeAreNamed() {
        #expect(throws: DeviceProfileError.digitsOutOfRange(5)) { try DeviceProfile(digits: 5) }
        #expect(throws: DeviceProfileError.digitsOutOfRange(11)) { try DeviceProfile(digits: 11) }
        #expect(throws: DeviceProfileError.zeroTimeStep) { try DeviceProfile(movingFactor: .time(step: 0, epoch: 9)) }
        #expect(throws: DeviceProfileError.displayTimeOutOfRange(milliseconds: 99)) {
            try DeviceProfile(displayTimeMilliseconds: 99)
        }
        #expect(throws: DeviceProfileError.displayTimeOutOfRange(milliseconds: 3_600_001)) {
            try DeviceProfile(displayTimeMilliseconds: 3_600_001)
        }
        #expect(throws: DeviceProfileError.zeroBatteryCapacity) { try DeviceProfile(batteryCapacity: 0) }
        #expect(throws: DeviceProfileError.lowBatteryOutOfRange(percent: 101)) {
            try DeviceProfile(lowBatteryPercent: 101)
        }
    }
}
