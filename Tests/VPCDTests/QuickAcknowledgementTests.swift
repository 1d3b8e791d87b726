import NIOCore
import NIOEmbedded
import Testing
import VPCD

@Suite struct QuickAcknowledgementTests {
    private static func isSet(on channel: EmbeddedChannel) -> Bool {
        channel.options.contains { option in
            (option.option as? ChannelOptions.Types.SocketOption) == QuickAcknowledgement.option
                && (option.value as? ChannelOptions.Types.SocketOption.Value) == 1
        }
    }

    @Test func itIsAskedForBeforeTheFirstReceive() throws {
        let channel = EmbeddedChannel(handler: QuickAcknowledgement())
        #expect(!Self.isSet(on: channel))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        #expect(Self.isSet(on: channel))
    }

    @Test func itIsAskedForAgainWithEachReceive() throws {
        let channel = EmbeddedChannel(handler: QuickAcknowledgement())
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        for number: UInt8 in 1...3 {
            try channel.setOption(QuickAcknowledgement.option, value: 0).wait()
            #expect(!Self.isSet(on: channel))
            try channel.writeInbound(ByteBuffer(bytes: [number]))
            #expect(Self.isSet(on: channel))
            #expect(try channel.readInbound(as: ByteBuffer.self) == ByteBuffer(bytes: [number]))
        }
    }
}
