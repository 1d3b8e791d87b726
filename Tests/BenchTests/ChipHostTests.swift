import Bench
import BenchSupport
import CTAPHID
import FIDOAuthenticator
import FIDOMessages
import OTPCore
import Testing

@Suite struct ChipHostTests {
    @Test func aRequestWaitsForATouchAndTheLightBlinksMeanwhile() async throws {
        let desk = try await ChipDesk(presence: PresenceSetting(mode: .ask))
        var events = desk.registry.events.read(after: nil)
        let chip = desk.chip
        let request = Task { try await chip.exchange(.cbor, ChipDesk.makeCredential(user: 1)) }
        await ChipDesk.untilItBlinks(&events)
        #expect(try await chip.view().light == .blinking)
        #expect(try await chip.touch().light == .off)
        let exchange = try await request.value
        #expect(exchange.answer.payload.first == 0)
        #expect(exchange.keepaliveCount >= 1)
        #expect(try await chip.view().discoverableCredentialCount == 1)
    }

    @Test func whoRefusesByThemselvesRefuseAtOnce() async throws {
        let desk = try await ChipDesk(presence: PresenceSetting(mode: .reject))
        #expect(try await desk.ask(ChipDesk.makeCredential(user: 1)) == [CTAP2StatusCode.operationDenied.rawValue])
    }

    @Test func aFingerThatTakesItsTimeIsWaitedFor() async throws {
        let uptime = ManualUptime()
        let desk = try await ChipDesk(
            uptime: uptime.clock,
            presence: PresenceSetting(mode: .accept, delayMilliseconds: 2000)
        )
        let before = uptime.clock.now()
        let answer = try await advancing(uptime, by: 50) { try await desk.ask(ChipDesk.makeCredential(user: 1)) }
        #expect(answer.first == 0)
        #expect(uptime.clock.now() >= before.advanced(byMilliseconds: 2000))
    }

    @Test func aTouchThatNobodyGivesEndsTheRequestAfterThirtySeconds() async throws {
        let uptime = ManualUptime()
        let desk = try await ChipDesk(uptime: uptime.clock, presence: PresenceSetting(mode: .ask))
        let answer = try await advancing(uptime, by: 50) { try await desk.ask(ChipDesk.makeCredential(user: 1)) }
        #expect(answer == [CTAP2StatusCode.operationDenied.rawValue])
        #expect(try await desk.chip.view().light == .off)
    }

    @Test func aFingerThatLiesOnTheButtonIsATouch() async throws {
        let desk = try await ChipDesk(presence: PresenceSetting(mode: .ask))
        #expect(try await desk.chip.hold(milliseconds: nil).isTouched)
        #expect(try await desk.ask(ChipDesk.makeCredential(user: 1)).first == 0)
        #expect(try await desk.chip.release().isTouched == false)
    }

    @Test func aChipThatIsNotPluggedInAnswersNobody() async throws {
        let desk = try await ChipDesk(connection: ChipConnection())
        await #expect(throws: BenchRefusal.notConnected(desk.chip.serialNumber)) {
            try await desk.chip.exchange(.ping, [1])
        }
        await #expect(throws: BenchRefusal.notConnected(desk.chip.serialNumber)) {
            try await desk.chip.exchange(apdu: [0x00, 0xA4, 0x04, 0x00])
        }
        var reports = await desk.chip.reports().makeAsyncIterator()
        #expect(await reports.next() == nil)
    }

    @Test func pullingItOutEndsTheRequestThatWaits() async throws {
        let desk = try await ChipDesk(presence: PresenceSetting(mode: .ask))
        var events = desk.registry.events.read(after: nil)
        let chip = desk.chip
        let request = Task { try await chip.exchange(.cbor, ChipDesk.makeCredential(user: 1)) }
        await ChipDesk.untilItBlinks(&events)
        #expect(try await chip.connect(ConnectionChange(usb: false)).light == .off)
        await #expect(throws: BenchRefusal.noAnswer(chip.serialNumber)) { try await request.value }
        _ = try await chip.connect(ConnectionChange(usb: true))
        #expect(try await desk.ask([0x04]).first == 0)
    }

    @Test func onAReaderItNeedsNoTouchAndATouchTurnsItOff() async throws {
        let desk = try await ChipDesk(
            presence: PresenceSetting(mode: .ask),
            connection: ChipConnection(nfc: true)
        )
        let select: [UInt8] = [0x00, 0xA4, 0x04, 0x00, 0x08, 0xA0, 0x00, 0x00, 0x06, 0x47, 0x2F, 0x00, 0x01, 0x00]
        #expect(try await desk.chip.exchange(apdu: select) == Array("U2F_V2".utf8) + [0x90, 0x00])
        let request = ChipDesk.makeCredential(user: 1)
        let command = [0x80, 0x10, 0x00, 0x00, UInt8(request.count)] + request + [0x00]
        #expect(try await desk.chip.exchange(apdu: command).first == 0)
        #expect(try await desk.chip.touch().connection == ChipConnection())
    }

    @Test func aSnapshotMovesTheChipToAnotherBenchAndNoCounterGoesBackUnasked() async throws {
        let desk = try await ChipDesk()
        _ = try await desk.ask(ChipDesk.makeCredential(user: 1))
        let early = try await desk.chip.snapshot()
        #expect(try await desk.ask(ChipDesk.getAssertion).first == 0)
        let late = try await desk.chip.snapshot()
        let (stored, given) = (UInt64(late.state.signatureCounter), UInt64(early.state.signatureCounter))
        await #expect(throws: BenchRefusal.counterRollback(stored: stored, given: given)) {
            try await desk.registry.restore(.chip(early), allowingCounterRollback: false)
        }
        let other = try await ChipDesk(connection: ChipConnection())
        _ = try await other.registry.restore(.chip(late), allowingCounterRollback: false)
        #expect(try await other.chip.snapshot() == late)
        #expect(try await other.ask(ChipDesk.getAssertion).first == 0)
    }

    @Test func theConversationIsToldInWordsAndWithoutNames() async throws {
        let desk = try await ChipDesk()
        var reader = desk.registry.events.read(after: nil)
        _ = try await desk.ask(ChipDesk.makeCredential(user: 1))
        let events = try #require(await reader.nextBatch()).events
        var words: [String] = []
        for event in events {
            if case .message(let message) = event.event.occurrence {
                words.append(
                    [message.direction.rawValue, message.command, message.relyingParty, message.status]
                        .compactMap { $0 }.joined(separator: " ")
                )
            }
            #expect(!String(describing: event.event.occurrence).contains("Hemmelig"))
        }
        #expect(words == ["request makeCredential bank.example", "answer makeCredential bank.example success"])
    }

    @Test("the log names no request that the chip has given up")
    func saysNothingOfWhatWasGivenUp() async throws {
        let uptime = ManualUptime()
        let desk = try await ChipDesk(uptime: uptime.clock)
        var host = try await HIDHost(desk.chip)
        var reader = desk.registry.events.read(after: nil)
        let packets = try Message(
            channel: host.channel,
            command: .cbor,
            payload: ChipDesk.makeCredential(user: 1) + [UInt8](repeating: 0, count: 100)
        ).packets
        #expect(packets.count > 2)
        await host.send(packets[0])
        uptime.advance(byMilliseconds: 500)
        #expect(await host.nextError() == .messageTimeout)
        for packet in packets.dropFirst() { await host.send(packet) }
        // Out of order.
        await host.send(packets[0])
        await host.send(packets[2])
        #expect(await host.nextError() == .invalidSequence)
        await host.send(packets[1])
        await host.send(packets[2])
        // To an applet that nobody has selected.
        _ = try await desk.chip.exchange(apdu: [0x80, 0x10, 0x00, 0x00, 0x01, 0x04, 0x00])
        _ = try await desk.chip.exchange(apdu: [0x00, 0xA4, 0x04, 0x00, 0x08, 0xA0, 0, 0, 0x06, 0x47, 0x2F, 0, 1, 0])
        var commands: [String] = []
        while !commands.contains("SELECT FIDO"), let batch = await reader.nextBatch() {
            for event in batch.events {
                if case .message(let message) = event.event.occurrence, message.layer != .apdu || message.status != nil
                {
                    commands.append(message.command)
                }
            }
        }
        #expect(!commands.contains("makeCredential"))
        #expect(!commands.contains("getInfo"))
        #expect(commands.filter { $0 == "error" }.count == 2)
    }

    @Test("reports that came in time are taken, however late their turn is")
    func takesLateTurns() async throws {
        let uptime = ManualUptime()
        let desk = try await ChipDesk(uptime: uptime.clock)
        var host = try await HIDHost(desk.chip)
        let packets = try Message(channel: host.channel, command: .ping, payload: Array(0..<150)).packets
        await host.send(packets[0])
        uptime.advance(byMilliseconds: 400)
        // They are there, and the machine is too busy to let the chip have them.
        for _ in packets.dropFirst() { desk.chip.reportArrived() }
        uptime.advance(byMilliseconds: 5_000)
        for packet in packets.dropFirst() { await desk.chip.hostReportReceived(packet.bytes) }
        #expect(try await host.next().kind == packets[0].kind)
    }

    @Test("what nobody has read yet is read before a message is given up")
    func readsBeforeItGivesUp() async throws {
        let uptime = ManualUptime()
        let desk = try await ChipDesk(uptime: uptime.clock)
        let unread = UnreadReports(desk.chip)
        var host = try await HIDHost(desk.chip) { await unread.read() }
        let packets = try Message(channel: host.channel, command: .ping, payload: Array(0..<150)).packets
        await host.send(packets[0])
        await unread.add(packets.dropFirst().map(\.bytes))
        uptime.advance(byMilliseconds: 800)
        #expect(try await host.next().kind == packets[0].kind)
        // The rest of the answer, and then a message whose rest never comes.
        for _ in packets.dropFirst() { _ = try await host.next() }
        await host.send(packets[0])
        uptime.advance(byMilliseconds: 500)
        #expect(await host.nextError() == .messageTimeout)
    }

    @Test("a host that leaves in the middle of a message keeps nobody waiting")
    func leavesWithReportsUntaken() async throws {
        let uptime = ManualUptime()
        let desk = try await ChipDesk(uptime: uptime.clock)
        var host = try await HIDHost(desk.chip)
        let packets = try Message(channel: host.channel, command: .ping, payload: Array(0..<150)).packets
        await host.send(packets[0])
        desk.chip.reportArrived()
        uptime.advance(byMilliseconds: 600)
        await desk.chip.detached()
        #expect(await host.nextError() == .messageTimeout)
        #expect(try await desk.ask([0x04]).first == 0)
    }

    @Test func aHundredRequestsAtOnceAreServedOneByOneOrToldThatItIsBusy() async throws {
        // Time stands still, so that no host loses patience however busy this machine is.
        let desk = try await ChipDesk(uptime: ManualUptime().clock)
        _ = try await desk.ask(ChipDesk.makeCredential(user: 1))
        let before = try await desk.chip.view().signatureCounter
        var counts: [Command: Int] = [:]
        try await withThrowingTaskGroup(of: Message.self) { group in
            for _ in 0..<100 {
                group.addTask { try await desk.chip.exchange(.cbor, ChipDesk.getAssertion).answer }
            }
            for try await answer in group {
                counts[answer.command, default: 0] += 1
                #expect(answer.command == .error || answer.payload.first == 0)
            }
        }
        let after = try await desk.chip.view().signatureCounter
        #expect(counts.values.reduce(0, +) == 100)
        #expect(Int(after - before) == counts[.cbor])
    }
}
