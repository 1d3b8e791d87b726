import Testing
import USBIP

@Suite struct ReportTests {
    private static func report(_ byte: UInt8) -> [UInt8] {
        [UInt8](repeating: byte, count: 64)
    }

    @Test func reportsMeetTransfersInTheirOrder() {
        var device = USBDevice.configured()
        #expect(device.reportSent(Self.report(1)).isEmpty)
        #expect(device.reportSent(Self.report(2)).isEmpty)
        #expect(device.read(.hidIn, 10) == [.sent(10, Self.report(1))])
        #expect(device.read(.hidIn, 11) == [.sent(11, Self.report(2))])
        #expect(device.read(.hidIn, 12).isEmpty)
        #expect(device.read(.hidIn, 13).isEmpty)
        #expect(device.reportSent(Self.report(3)) == [.sent(12, Self.report(3))])
        #expect(device.reportSent(Self.report(4)) == [.sent(13, Self.report(4))])
    }

    @Test func aReportOfTheHostEndsWhenItIsTaken() {
        var device = USBDevice.configured()
        #expect(device.write(.hidOut, 1, Self.report(1)) == [.deliverReport(Self.report(1))])
        #expect(device.write(.hidOut, 2, Self.report(2)) == [.deliverReport(Self.report(2))])
        #expect(device.reportTaken() == [.taken(1)])
        #expect(device.reportTaken() == [.taken(2)])
        #expect(device.reportTaken().isEmpty)
    }

    @Test func aReportMayComeOverEndpointZero() {
        var device = USBDevice.configured()
        #expect(
            device.control(0x21, 0x09, value: 0x0200, length: 64, data: Self.report(5))
                == [.deliverReport(Self.report(5))]
        )
        #expect(device.reportTaken() == [.taken(1000)])
        // A feature report, and half a report.
        #expect(device.control(0x21, 0x09, value: 0x0300, length: 64, data: Self.report(5)) == [.stalled(1000)])
        #expect(device.write(.hidOut, 2, [1, 2, 3]) == [.stalled(2)])
    }

    @Test func aTransferThatStillWaitsIsTakenBack() {
        var device = USBDevice.configured()
        #expect(device.read(.hidIn, 1).isEmpty)
        #expect(device.read(.hidIn, 2).isEmpty)
        #expect(device.unlinked(1) == .unlinked)
        // No completion for the one, the report for the other.
        #expect(device.reportSent(Self.report(1)) == [.sent(2, Self.report(1))])
        #expect(device.unlinked(2) == .success)
        #expect(device.unlinked(99) == .success)
    }

    @Test func aReportThatIsOnItsWayStaysSo() {
        var device = USBDevice.configured()
        _ = device.write(.hidOut, 1, Self.report(1))
        _ = device.write(.hidOut, 2, Self.report(2))
        #expect(device.unlinked(1) == .unlinked)
        #expect(device.reportTaken().isEmpty)
        #expect(device.reportTaken() == [.taken(2)])
        #expect(device.unlinked(2) == .success)
    }

    @Test func reportsForNobodyAreForgottenFromTheOldestOn() {
        var device = USBDevice.configured()
        for number in 0..<2000 {
            #expect(device.reportSent(Self.report(UInt8(number % 256))).isEmpty)
        }
        #expect(device.read(.hidIn, 1) == [.sent(1, Self.report(UInt8((2000 - 1024) % 256)))])
    }

    @Test func aHostThatWantsTooMuchAtOnceIsTold() {
        var device = USBDevice.configured()
        for sequence in 0..<256 as Range<UInt32> {
            #expect(device.read(.hidIn, sequence).isEmpty)
            #expect(device.write(.hidOut, 1000 + sequence, Self.report(1)) == [.deliverReport(Self.report(1))])
        }
        #expect(device.read(.hidIn, 256) == [.complete(URBCompletion(sequence: 256, failing: .noMemory))])
        #expect(
            device.write(.hidOut, 2000, Self.report(1))
                == [.complete(URBCompletion(sequence: 2000, failing: .noMemory))]
        )
    }

    @Test func aTransferWithoutRoomBursts() {
        var device = USBDevice.configured()
        #expect(device.read(.hidIn, 1, length: 8).isEmpty)
        #expect(
            device.reportSent(Self.report(1)) == [.complete(URBCompletion(sequence: 1, failing: .overflow))]
        )
    }

    @Test func aNewConfigurationForgetsOldReportsAndKeepsTransfers() {
        var device = USBDevice.configured()
        _ = device.reportSent(Self.report(1))
        _ = device.control(0x00, 0x09, value: 1)
        #expect(device.read(.hidIn, 1).isEmpty)
        #expect(device.reportSent(Self.report(2)) == [.sent(1, Self.report(2))])
    }

    /// Transfers and events in any order: no trap, and no transfer ends twice.
    @Test(arguments: 0..<100 as Range<UInt64>)
    func whateverTheHostDoesEachTransferEndsOnce(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var device = seed.isMultiple(of: 3) ? USBDevice.key() : USBDevice.configured()
        var ended: Set<UInt32> = []
        let endpoints: [UInt8] = [0x00, 0x80, 0x01, 0x81, 0x02, 0x82, 0x83, 0x0F]
        for sequence in 0..<400 as Range<UInt32> {
            var actions: [USBDeviceAction] = []
            switch Int.random(in: 0..<10, using: &random) {
            case 0: actions = device.reportSent(random.bytes(64))
            case 1: actions = device.reportTaken()
            case 2:
                let ticket = UInt64.random(in: 0..<8, using: &random)
                let answer = random.bytes(Int.random(in: 0..<9000, using: &random))
                actions = device.cardAnswered(
                    seed.isMultiple(of: 2)
                        ? .responded(answer, ticket: ticket) : .poweredOn(answerToReset: answer, ticket: ticket)
                )
            case 3: actions = device.cardStillWorking()
            case 4:
                let victim = UInt32.random(in: 0...sequence, using: &random)
                if device.unlinked(victim) == .unlinked {
                    #expect(ended.insert(victim).inserted)
                }
            default:
                let setup = random.bytes(8)
                let data = random.bytes(Int.random(in: 0..<200, using: &random))
                actions = device.submitted(
                    URB(
                        sequence: sequence,
                        endpoint: EndpointAddress(rawValue: endpoints.randomElement(using: &random) ?? 0),
                        length: data.count,
                        setup: SetupPacket(
                            requestType: [0x00, 0x80, 0x21, 0xA1, 0x02, 0x81].randomElement(using: &random) ?? 0,
                            request: setup[1] & 0x0F,
                            value: UInt16(setup[2]) << 8 | UInt16(setup[3] & 3),
                            index: UInt16(setup[4] & 1),
                            length: UInt16(setup[5])
                        ),
                        data: data
                    )
                )
            }
            for case .complete(let completion) in actions {
                #expect(ended.insert(completion.sequence).inserted, "seed \(seed), transfer \(completion.sequence)")
            }
        }
    }
}
