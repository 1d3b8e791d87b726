import CTAPHID
import Testing

/// Messages cut into packets and put together again, CTAP 2.1, section 11.2.4.
struct MessageTests {
    private let channel = ChannelID(rawValue: 7)

    @Test(arguments: [(0, 1), (1, 1), (57, 1), (58, 2), (116, 2), (117, 3), (7608, 129), (7609, 129)])
    func aPayloadTakesAsManyPacketsAsItNeeds(_ byteCount: Int, _ packetCount: Int) throws {
        var random = SplitMix64(seed: UInt64(byteCount))
        let message = try Message(channel: self.channel, command: .ping, payload: random.bytes(byteCount))
        let packets = message.packets
        #expect(packets.count == packetCount)
        #expect(try Self.assembled(packets) == message)
    }

    @Test func aThousandSizesComeThroughByteForByte() throws {
        var random = SplitMix64(seed: 11)
        for _ in 0..<1_000 {
            let payload = random.bytes(Int.random(in: 0...Message.longestPayload, using: &random))
            let message = try Message(channel: self.channel, command: .cbor, payload: payload)
            let reports = message.packets.map(\.bytes)
            #expect(reports.allSatisfy { $0.count == 64 })
            #expect(try Self.assembled(reports.map { bytes in try Packet(parsing: bytes) }) == message)
        }
    }

    @Test func onePacketMoreIsTooLong() {
        #expect(Message.longestPayload == 7609)
        #expect(throws: MessageError.payloadTooLong(byteCount: 7610)) {
            try Message(channel: self.channel, command: .ping, payload: [UInt8](repeating: 0, count: 7610))
        }
        let packet = Packet(channel: self.channel, kind: .initialization(.ping, byteCount: 7610), data: [])
        #expect(throws: MessageError.payloadTooLong(byteCount: 7610)) { try MessageAssembler(packet) }
    }

    @Test func packetsThatDoNotFitChangeNothing() throws {
        let message = try Message(channel: self.channel, command: .msg, payload: Array(0..<200))
        let packets = message.packets
        var assembler = try MessageAssembler(packets[0])
        #expect(throws: MessageError.unexpectedKind) { try assembler.append(packets[0]) }
        #expect(throws: MessageError.wrongSequence(1, expected: 0)) { try assembler.append(packets[2]) }
        var stranger = packets[1]
        stranger.channel = ChannelID(rawValue: 8)
        #expect(throws: MessageError.wrongChannel(ChannelID(rawValue: 8))) { try assembler.append(stranger) }
        #expect(throws: MessageError.unexpectedKind) { try MessageAssembler(packets[1]) }
        #expect(assembler.message == nil)
        for packet in packets[1...] {
            try assembler.append(packet)
        }
        #expect(assembler.message == message)
        #expect(throws: MessageError.unexpectedKind) { try assembler.append(packets[1]) }
    }

    private static func assembled(_ packets: [Packet]) throws -> Message? {
        var assembler = try MessageAssembler(#require(packets.first))
        for packet in packets.dropFirst() {
            #expect(assembler.message == nil)
            try assembler.append(packet)
        }
        return assembler.message
    }
}
