import CTAPHID
import Testing

/// Reports and what they say, CTAP 2.1, section 11.2.4.
struct PacketTests {
    private let channel = ChannelID(rawValue: 0x0102_0304)

    @Test func anInitializationPacketHasItsLengthInTheMiddle() throws {
        let bytes: [UInt8] = [1, 2, 3, 4, 0x90, 0x1D, 0xB9] + Array(1...57)
        let packet = try Packet(parsing: bytes)
        #expect(packet.channel == self.channel)
        #expect(packet.kind == .initialization(.cbor, byteCount: 7609))
        #expect(packet.data == Array(1...57))
        #expect(packet.bytes == bytes)
    }

    @Test func aContinuationPacketHasItsSequence() throws {
        let bytes: [UInt8] = [1, 2, 3, 4, 0x7F] + Array(1...59)
        let packet = try Packet(parsing: bytes)
        #expect(packet.kind == .continuation(sequence: 127))
        #expect(packet.data == Array(1...59))
        #expect(packet.bytes == bytes)
    }

    @Test(arguments: [0, 1, 63, 65, 1024])
    func aReportHas64Bytes(_ byteCount: Int) {
        #expect(throws: PacketError.wrongLength(byteCount: byteCount)) {
            try Packet(parsing: [UInt8](repeating: 0, count: byteCount))
        }
    }

    @Test func shortDataArePaddedAndLongDataAreCut() {
        let padded = Packet(channel: self.channel, kind: .continuation(sequence: 0), data: [1, 2, 3])
        #expect(padded.data == [1, 2, 3] + [UInt8](repeating: 0, count: 56))
        let cut = Packet(channel: self.channel, kind: .initialization(.ping, byteCount: 3), data: Array(0..<100)[...])
        #expect(cut.data == Array(0..<57))
        #expect(cut.bytes.count == 64)
    }

    @Test func everyByteComesBackAsItWas() throws {
        var random = SplitMix64(seed: 1)
        for _ in 0..<1_000 {
            let bytes = random.bytes(64)
            #expect(try Packet(parsing: bytes).bytes == bytes)
        }
    }
}
