import Bench
import OTPCore
import OTPDevices
import Testing

@Suite struct DeviceRegistryTests {
    @Test func aPressShowsTheCodeOfTheBenchsTimeAndTheScreenDarkensByItself() async throws {
        let bench = try await TestBench(at: 59)
        let display = try await bench.add()
        #expect(try await display.view().text == nil)
        // RFC 6238, appendix B, cut to six digits.
        #expect(try await display.press(.main).text == "287082")
        bench.wall.set(.seconds(88))
        #expect(try await display.view().text == "287082")
        bench.wall.set(.seconds(89))
        #expect(try await display.view().text == nil)
    }

    @Test func anAdvanceDarkensScreensInTheOrderOfTimeAndAtTheirTime() async throws {
        let bench = try await TestBench(at: 0)
        let slow = try await bench.add(serial: "SLOW", profile: DeviceProfile(displayTimeMilliseconds: 20_000))
        let quick = try await bench.add(serial: "QUICK", profile: DeviceProfile(displayTimeMilliseconds: 10_000))
        _ = try await slow.press(.main)
        _ = try await quick.press(.main)
        var reader = bench.registry.events.read(after: nil)
        _ = try await bench.registry.apply(ClockChange(advance: 3_600_000))
        let events = try #require(await reader.nextBatch()).events.map(\.event)
        #expect(events.map { $0.serialNumber?.text } == [nil, "QUICK", "SLOW"])
        #expect(events.dropFirst().map(\.time) == [.seconds(10), .seconds(20)])
    }

    @Test func aClockSetBackDarkensWhatIsLitAtOnce() async throws {
        let bench = try await TestBench(at: 1000)
        let display = try await bench.add()
        _ = try await display.press(.main)
        var reader = bench.registry.events.read(after: nil)
        _ = try await bench.registry.apply(ClockChange(set: .seconds(59)))
        #expect(try #require(await reader.nextBatch()).events.count == 2)
        #expect(try await display.view().text == nil)
        #expect(try await display.press(.main).text == "287082")
    }

    @Test func aFrozenBenchStandsStillWhateverTheMachinesClockDoes() async throws {
        let bench = try await TestBench(at: 59)
        let display = try await bench.add()
        _ = try await bench.registry.apply(ClockChange(freeze: true))
        _ = try await display.press(.main)
        bench.wall.set(.seconds(1_000_000))
        #expect(try await display.view().text == "287082")
        _ = try await bench.registry.apply(ClockChange(advance: 30_000, freeze: false))
        #expect(try await display.view().text == nil)
        #expect(bench.registry.clock.now == .seconds(89))
        bench.wall.set(.seconds(1_000_001))
        #expect(bench.registry.clock.now == .seconds(90))
    }

    @Test func theClockStaysWithinTheYearsThatCanBeWritten() async throws {
        let bench = try await TestBench(at: 59)
        for change in [
            ClockChange(set: Instant(milliseconds: -1)), ClockChange(advance: .max),
            ClockChange(set: Instant(milliseconds: .max)),
        ] {
            await #expect(throws: BenchRefusal.clockOutOfRange) { try await bench.registry.apply(change) }
        }
        #expect(bench.registry.clock.now == .seconds(59))
    }

    @Test func aDeviceWithAClockOfItsOwnShowsTheCodeOfThatClock() async throws {
        let bench = try await TestBench(at: 1_000_000)
        let display = try await bench.add()
        _ = try await display.apply(DeviceClockChange(clock: ClockChange(set: .seconds(59), freeze: true)))
        #expect(try await display.press(.main).text == "287082")
    }

    @Test func aTimedHoldEndsInBenchTime() async throws {
        let bench = try await TestBench(at: 30)
        let reader = try await bench.add(.audioCodeReader)
        #expect(try await reader.hold(.red, milliseconds: 2000).pressedButtons == [.red])
        _ = try await bench.registry.apply(ClockChange(advance: 1999))
        #expect(try await reader.view().text == nil)
        _ = try await bench.registry.apply(ClockChange(advance: 1))
        let view = try await reader.view()
        #expect(view.pressedButtons.isEmpty)
        #expect(view.text == "287082")
        #expect(view.speech?.text == "to otte syv, nul otte to")
    }

    @Test func manyPressesAtOnceSpendEachCounterOnce() async throws {
        let bench = try await TestBench()
        let profile = try DeviceProfile(movingFactor: .counter, displayTimeMilliseconds: 100)
        var hosts: [OTPHost] = []
        for number in 0..<20 {
            hosts.append(try await bench.add(serial: "D\(number)", profile: profile))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for host in hosts {
                for _ in 0..<10 {
                    group.addTask { _ = try await host.press(.main) }
                }
            }
            try await group.waitForAll()
        }
        for host in hosts {
            // Ten fingers at once on one display: the first lights it, the others do nothing.
            #expect(try await host.view().counter == 1)
            #expect(try await host.view().text == "755224")
        }
    }

    @Test func theListIsInOrderAndComesInPages() async throws {
        let bench = try await TestBench()
        for serial in ["B", "D", "A", "C"] {
            _ = try await bench.add(serial: serial)
        }
        #expect(await bench.registry.devices(after: nil, limit: .max).map(\.serialNumber.text) == ["A", "B", "C", "D"])
        #expect(await bench.registry.devices(after: try SerialNumber("B"), limit: 1).map(\.serialNumber.text) == ["C"])
        #expect(
            await bench.registry.devices(after: try SerialNumber("BB"), limit: 9).map(\.serialNumber.text) == [
                "C", "D",
            ]
        )
        #expect(await bench.registry.devices(after: try SerialNumber("D"), limit: 9).isEmpty)
    }

    @Test func devicesAreMadeAllOrNone() async throws {
        let bench = try await TestBench()
        let wanted = try ["X", "Y", "X"].map {
            DeviceDescription.otp(OTPDescription(kind: .codeDisplay, serialNumber: try SerialNumber($0)))
        }
        await #expect(throws: BenchRefusal.serialExists(try SerialNumber("X"))) { try await bench.registry.add(wanted) }
        #expect(await bench.registry.count == 0)
    }

    @Test func serialNumbersAndSecretsAreMadeUpWhereNoneAreGiven() async throws {
        let bench = try await TestBench()
        let made = try await bench.registry.add(
            [
                .otp(OTPDescription(kind: .codeDisplay)),
                .otp(OTPDescription(kind: .audioCodeReader, profile: NamedProfile(named: "totp-8-sha512"))),
            ]
        )
        #expect(made.allSatisfy { $0.serialNumber.text.count == 10 && $0.serialNumber.text.allSatisfy(\.isNumber) })
        #expect(
            made.map { device in
                if case .otp(let device) = device { device.secret.count } else { 0 }
            } == [20, 64]
        )
        #expect(made[0].serialNumber != made[1].serialNumber)
    }

    @Test func aRemovedDeviceIsGone() async throws {
        let bench = try await TestBench()
        let display = try await bench.add()
        try await bench.registry.remove(display.serialNumber)
        await #expect(throws: BenchRefusal.unknownDevice(display.serialNumber)) { try await display.press(.main) }
        await #expect(throws: BenchRefusal.unknownDevice(display.serialNumber)) {
            try await bench.registry.remove(display.serialNumber)
        }
        _ = try await bench.add()
    }
}
