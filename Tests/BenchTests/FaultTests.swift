import Bench
import OTPDevices
import Testing

@Suite struct FaultTests {
    private func change(_ body: (inout OTPFaultChange) -> Void) -> OTPFaultChange {
        var change = OTPFaultChange()
        body(&change)
        return change
    }

    @Test func anEmptyBatteryLightsNothing() async throws {
        let bench = try await TestBench()
        let display = try await bench.add()
        #expect(try await display.apply(self.change { $0.batteryPercent = 0 }).battery.isEmpty)
        #expect(try await display.press(.main).text == nil)
        _ = try await display.apply(self.change { $0.batteryPercent = 100 })
        #expect(try await display.press(.main).text == "287082")
    }

    @Test func aDeadDisplayUsesUpCodesThatNobodySees() async throws {
        let bench = try await TestBench()
        let display = try await bench.add(profile: .hotpCodeDisplay)
        _ = try await display.apply(self.change { $0.isDisplayDead = true })
        let view = try await display.press(.main)
        #expect(view.text == nil)
        #expect(view.counter == 1)
        #expect(try await display.apply(self.change { $0.isDisplayDead = false }).text == "755224")
    }

    @Test func aButtonStuckDownIsPressedOnceAndFeelsNoFinger() async throws {
        let bench = try await TestBench()
        let display = try await bench.add()
        let stuck = OTPFaults.StuckButton(button: .main, position: .down)
        #expect(try await display.apply(self.change { $0.stuckButton = .stuck(stuck) }).text == "287082")
        _ = try await bench.registry.apply(ClockChange(advance: 60_000))
        let view = try await display.press(.main)
        #expect(view.text == nil)
        #expect(view.pressedButtons == [.main])
        #expect(try await display.apply(self.change { $0.stuckButton = .free }).pressedButtons.isEmpty)
        #expect(try await display.press(.main).text != nil)
    }

    @Test func aButtonStuckUpFeelsNoFinger() async throws {
        let bench = try await TestBench()
        let display = try await bench.add()
        let stuck = OTPFaults.StuckButton(button: .main, position: .up)
        _ = try await display.apply(self.change { $0.stuckButton = .stuck(stuck) })
        let view = try await display.press(.main)
        #expect(view.text == nil)
        #expect(view.pressedButtons.isEmpty)
    }
}
