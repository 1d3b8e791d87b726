import Bench
import BenchSupport
import CTAPHID
import FIDOAuthenticator
import FIDOMessages
import Testing

@Suite struct ChipFaultTests {
    private func change(_ body: (inout ChipFaultChange) -> Void) -> ChipFaultChange {
        var change = ChipFaultChange()
        body(&change)
        return change
    }

    @Test func itIsPulledOutInTheMiddleOfAMessage() async throws {
        let desk = try await ChipDesk()
        // One report of INIT each way, three of the five that bring the message.
        _ = try await desk.chip.apply(self.change { $0.pulledOutAfter = .set(5) })
        await #expect(throws: BenchRefusal.noAnswer(desk.chip.serialNumber)) {
            try await desk.chip.exchange(.ping, [UInt8](repeating: 7, count: 280))
        }
        let view = try await desk.chip.view()
        #expect(view.connection == ChipConnection())
        #expect(view.faults.pulledOutAfter == nil)
        _ = try await desk.chip.connect(ConnectionChange(usb: true))
        #expect(try await desk.chip.exchange(.ping, [1, 2, 3]).answer.payload == [1, 2, 3])
    }

    @Test(
        arguments: [
            { (change: inout ChipFaultChange) in change.isOnWrongChannel = true },
            { (change: inout ChipFaultChange) in change.report = .set(.truncated) },
        ] as [@Sendable (inout ChipFaultChange) -> Void]
    )
    func whatCannotBeUnderstoodIsNoAnswer(_ fault: @Sendable (inout ChipFaultChange) -> Void) async throws {
        let uptime = ManualUptime()
        let desk = try await ChipDesk(uptime: uptime.clock)
        _ = try await desk.chip.apply(self.change(fault))
        let chip = desk.chip
        await #expect(throws: BenchRefusal.noAnswer(chip.serialNumber)) {
            try await advancing(uptime, by: 50) { try await chip.exchange(.ping, [1]) }
        }
        _ = try await chip.apply(
            self.change {
                $0.isOnWrongChannel = false
                $0.report = .remove
            }
        )
        #expect(try await chip.exchange(.ping, [1]).answer.payload == [1])
    }

    @Test func aCorruptReportBreaksTheMessage() async throws {
        let desk = try await ChipDesk()
        let reports = await desk.chip.reports()
        _ = try await desk.chip.apply(self.change { $0.report = .set(.corrupt) })
        let request = try Message(channel: .broadcast, command: .initialize, payload: [1, 2, 3, 4, 5, 6, 7, 8])
        await desk.chip.reportReceived(request.packets[0].bytes)
        var iterator = reports.makeAsyncIterator()
        let packet = try Packet(parsing: try #require(await iterator.next()))
        #expect(packet.kind == .initialization(.initialize, byteCount: 0x1511))
    }

    @Test func anAnswerIsKeptBackWithKeepalivesOrWithout() async throws {
        let uptime = ManualUptime()
        let desk = try await ChipDesk(uptime: uptime.clock)
        let chip = desk.chip
        _ = try await chip.apply(self.change { $0.keepaliveMilliseconds = 1000 })
        let alive = try await advancing(uptime, by: 20) { try await chip.exchange(.cbor, [0x04]) }
        #expect(alive.answer.payload.first == 0)
        #expect((8...11).contains(alive.keepaliveCount))
        _ = try await chip.apply(
            self.change {
                $0.keepaliveMilliseconds = 0
                $0.answerDelayMilliseconds = 1000
            }
        )
        let before = uptime.clock.now()
        let slow = try await advancing(uptime, by: 20) { try await chip.exchange(.cbor, [0x04]) }
        #expect(slow.keepaliveCount == 0)
        // The answer to INIT lies about as long as the other one.
        #expect(uptime.clock.now() >= before.advanced(byMilliseconds: 2000))
    }

    @Test func aMuteCardAndALostField() async throws {
        let desk = try await ChipDesk(connection: ChipConnection(nfc: true))
        let select: [UInt8] = [0x00, 0xA4, 0x04, 0x00, 0x08, 0xA0, 0x00, 0x00, 0x06, 0x47, 0x2F, 0x00, 0x01, 0x00]
        _ = try await desk.chip.apply(self.change { $0.isMute = true })
        #expect(try await desk.chip.exchange(apdu: select).isEmpty)
        #expect(await desk.chip.answerToReset == nil)
        _ = try await desk.chip.apply(
            self.change {
                $0.isMute = false
                $0.fieldLostAfter = .set(2)
            }
        )
        #expect(try await desk.chip.exchange(apdu: select).suffix(2) == [0x90, 0x00])
        await #expect(throws: BenchRefusal.noAnswer(desk.chip.serialNumber)) {
            try await desk.chip.exchange(apdu: select)
        }
        #expect(try await desk.chip.view().connection == ChipConnection())
    }

    @Test func theAuthenticatorsOwnFaultsReachIt() async throws {
        let desk = try await ChipDesk()
        _ = try await desk.chip.apply(self.change { $0.isStorageFull = true })
        #expect(try await desk.ask(ChipDesk.makeCredential(user: 1)) == [CTAP2StatusCode.keyStoreFull.rawValue])
        _ = try await desk.chip.apply(self.change { $0.isStorageFull = false })
        #expect(try await desk.ask(ChipDesk.makeCredential(user: 1)).first == 0)
    }
}
