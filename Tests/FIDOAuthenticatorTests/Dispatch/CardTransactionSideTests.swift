import CTAPHID
import FIDOAuthenticator
import ISO7816
import Testing

/// The reader's and the host's machines against the whole chip: what goes out in one form comes back as in the other.
struct CardTransactionSideTests {
    private func run(
        _ command: CommandAPDU,
        _ limits: LengthLimits,
        on chip: inout PluggedChip
    ) throws -> (CardTransaction, CardTransactionStep) {
        var transaction = try CardTransaction(command, limits: limits)
        var step = transaction.begin()
        while case .send(let bytes) = step {
            step = transaction.responseReceived(try chip.transmit(bytes: bytes).bytes)
        }
        return (transaction, step)
    }

    private static let limits = [
        LengthLimits(), LengthLimits(allowsExtended: false), LengthLimits(allowsExtended: false, partByteCount: 16),
        LengthLimits(allowsExtended: false, partByteCount: 1),
    ]

    @Test("a registration comes in one piece and in parts", arguments: Self.limits)
    func registration(_ limits: LengthLimits) throws {
        var chip = try PluggedChip(.u2fOnly)
        try chip.layOnReader()
        var register = U2FRegistration.command()
        register.expectedLength = 65_536
        let (transaction, step) = try self.run(register, limits, on: &chip)
        guard case .answered(let response) = step else {
            Issue.record("\(step)")
            return
        }
        #expect(try U2FRegistration(response).isAttested)
        #expect(response.data.count > 256)
        #expect((transaction.sentCount == 1) == limits.allowsExtended)
        #expect(!transaction.refusesExtended)
    }

    @Test("getInfo is the same in both forms, and in parts of one byte", arguments: Self.limits)
    func info(_ limits: LengthLimits) throws {
        var chip = try PluggedChip()
        try chip.layOnReader()
        let command = CommandAPDU(cla: 0x80, ins: 0x10, p1: 0, p2: 0, data: [0x04], expectedLength: 65_536)
        let whole = try chip.transmit(command)
        #expect(whole.data.count > 256)
        let (_, step) = try self.run(command, limits, on: &chip)
        #expect(step == .answered(whole))
    }

    @Test("a long request that makes no sense is answered the same in both forms")
    func longRequest() throws {
        var chip = try PluggedChip()
        try chip.layOnReader()
        let data = [0x01] + [UInt8](repeating: 0x18, count: 1_000)
        let command = CommandAPDU(cla: 0x80, ins: 0x10, p1: 0, p2: 0, data: data, expectedLength: 65_536)
        let whole = try chip.transmit(command)
        for limits in Self.limits {
            #expect(try self.run(command, limits, on: &chip).1 == .answered(whole))
        }
    }

    @Test("a host opens a channel over USB and gets the same getInfo")
    func overUSB() throws {
        var chip = try PluggedChip()
        chip.perform(chip.chip.pluggedIn(at: chip.now))
        func run<Exchange: HostExchange>(_ exchange: Exchange) throws -> Exchange.Answer {
            var exchange = exchange
            for packet in exchange.packets {
                chip.perform(chip.chip.reportReceived(packet.bytes, at: chip.now))
            }
            for packet in chip.takeEffects().compactMap(\.message).flatMap(\.packets) {
                let step = exchange.reportReceived(packet.bytes, at: chip.now)
                if case .answered(let answer) = step { return answer }
                try #require(!step.isFinal)
            }
            throw TransactionFault.packetLimit
        }
        let opened = try run(ChannelRequest(nonce: 0x1234_5678_9ABC_DEF0, startedAt: chip.now))
        #expect(opened.information.capabilities.contains(.cbor))
        let request = try Message(channel: opened.channel, command: .cbor, payload: [0x04])
        let answer = try run(HostTransaction(request, startedAt: chip.now))
        #expect(answer.payload.first == 0)
        let ping = try Message(channel: opened.channel, command: .ping, payload: Array(repeating: 9, count: 7_609))
        #expect(try run(HostTransaction(ping, startedAt: chip.now)) == ping)
    }
}
