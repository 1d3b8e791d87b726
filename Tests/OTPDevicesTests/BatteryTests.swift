import OTPDevices
import Testing

@Suite struct BatteryTests {
    @Test func aNewBatteryIsFull() {
        let battery = Battery(for: .mitidCodeDisplay)
        #expect(battery.levelPercent == 100)
        #expect(!battery.isLow)
        #expect(!battery.isEmpty)
    }

    @Test func everyPercentageThatIsSetIsToldAgain() {
        var battery = Battery(for: .mitidCodeDisplay)
        for percent: UInt8 in 0...100 {
            battery.setLevel(percent: percent)
            #expect(battery.levelPercent == percent)
            #expect(battery.isLow == (percent <= 10))
            #expect(battery.isEmpty == (percent == 0))
        }
        battery.setLevel(percent: 255)
        #expect(battery.charge == battery.capacity)
    }

    @Test func theLastLightingIsStillOnePercent() throws {
        let battery = try Battery(for: .mitidCodeDisplay, charge: 1)
        #expect(battery.levelPercent == 1)
        #expect(!battery.isEmpty)
    }

    @Test(arguments: [100, 101, 12_345, .max] as [UInt32])
    func everyBatteryOfAHundredLightingsTellsWhatWasSet(capacity: UInt32) throws {
        var battery = Battery(for: try DeviceProfile(batteryCapacity: capacity))
        for percent: UInt8 in 0...100 {
            battery.setLevel(percent: percent)
            #expect(battery.levelPercent == percent)
        }
    }

    @Test func aSmallBatteryIsNotEmptyAboveZero() throws {
        var battery = Battery(for: try DeviceProfile(batteryCapacity: 1))
        battery.setLevel(percent: 1)
        #expect(battery.charge == 1)
    }

    @Test func moreThanAFullChargeIsRefused() {
        #expect(throws: DeviceStateError.chargeAboveCapacity(20_001)) {
            try Battery(for: .mitidCodeDisplay, charge: 20_001)
        }
    }
}
