import NIOCore
import NIOEmbedded
import Testing
import VPCD

@Suite struct VPCDEncoderTests {
    @Test(arguments: [0, 1, 2, 255, 256, 65_535])
    func anAnswerFollowsItsLength(_ byteCount: Int) throws {
        let channel = EmbeddedChannel(handler: MessageToByteHandler(VPCDEncoder()))
        let answer = [UInt8](repeating: 0x90, count: byteCount)
        try channel.writeOutbound(answer)
        let written = try #require(try channel.readOutbound(as: ByteBuffer.self))
        #expect(Array(written.readableBytesView) == [UInt8(byteCount >> 8), UInt8(byteCount & 0xFF)] + answer)
        #expect(try channel.finish().isClean)
    }

    @Test func anAnswerThatTwoLengthBytesCannotTellIsNotSent() throws {
        let channel = EmbeddedChannel(handler: MessageToByteHandler(VPCDEncoder()))
        #expect(throws: VPCDError.answerTooLong(byteCount: 65_536)) {
            try channel.writeOutbound([UInt8](repeating: 0, count: 65_536))
        }
        #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
    }
}
