import NIOCore
import NIOEmbedded
import NIOTestUtils
import Testing
import VPCD

@Suite struct VPCDDecoderTests {
    private static let longest = [UInt8](repeating: 0xA5, count: 65_535)
    private static let conversation: [(bytes: [UInt8], message: VPCDMessage)] = [
        ([0, 1, 0], .powerOff),
        ([0, 1, 1], .powerOn),
        ([0, 1, 2], .reset),
        ([0, 1, 4], .answerToResetRequest),
        ([0, 1, 3], .command([3])),
        ([0, 1, 0xFF], .command([0xFF])),
        ([0, 0], .command([])),
        ([0, 2, 1, 1], .command([1, 1])),
        ([0, 5, 0x00, 0xA4, 0x04, 0x00, 0x00], .command([0x00, 0xA4, 0x04, 0x00, 0x00])),
    ]

    @Test func messagesAreTheSameHoweverTheirBytesCome() throws {
        try ByteToMessageDecoderVerifier.verifyDecoder(
            inputOutputPairs: Self.conversation.map { (ByteBuffer(bytes: $0.bytes), [$0.message]) },
            decoderFactory: { VPCDDecoder() }
        )
    }

    @Test(arguments: [1, 2, 3, 7, 4096, 70_000])
    func piecesOfAnySizeMakeTheSameMessages(_ size: Int) throws {
        let channel = EmbeddedChannel(handler: ByteToMessageHandler(VPCDDecoder()))
        let bytes = Self.conversation.flatMap(\.bytes) + [0xFF, 0xFF] + Self.longest
        for start in stride(from: 0, to: bytes.count, by: size) {
            try channel.writeInbound(ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)]))
        }
        for expected in Self.conversation.map(\.message) + [.command(Self.longest)] {
            #expect(try channel.readInbound(as: VPCDMessage.self) == expected)
        }
        #expect(try channel.finish().isClean)
    }

    @Test func aMessageThatIsCutOffIsNone() throws {
        let channel = EmbeddedChannel(handler: ByteToMessageHandler(VPCDDecoder()))
        try channel.writeInbound(ByteBuffer(bytes: [0, 1, 1, 0, 5, 0x00, 0xA4]))
        #expect(try channel.readInbound(as: VPCDMessage.self) == .powerOn)
        _ = try? channel.finish()
        #expect(try channel.readInbound(as: VPCDMessage.self) == nil)
    }

    @Test func aMessageThatIsAnnouncedTakesNoMemoryBeforeItComes() {
        let announcement = ByteBuffer(bytes: [0xFF, 0xFF, 0xA5])
        var decoder = VPCDDecoder()
        var buffer = announcement
        #expect(decoder.decode(buffer: &buffer) == nil)
        #expect(buffer.capacity == announcement.capacity)
        #expect(buffer.readableBytes == 3)
    }
}
