import NIOCore
import NIOPosix

/// A client on the loopback: sends bytes, and awaits as many as it wants.
actor Client {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var received: [UInt8] = []

    private init(
        channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>,
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.channel = channel
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    /// Connects, lets `body` speak, and closes.
    static func with<Result: Sendable>(
        port: Int,
        _ body: @Sendable (Client) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await body(Client(channel: channel, inbound: inbound, outbound: outbound))
        }
    }

    func send(_ bytes: [UInt8]) async throws {
        try await self.outbound.write(ByteBuffer(bytes: bytes))
    }

    /// So many bytes; fewer if the server closes before.
    func receive(_ count: Int) async throws -> [UInt8] {
        while self.received.count < count, let more = try await self.next() {
            self.received += Array(more.readableBytesView)
        }
        defer { self.received = Array(self.received.dropFirst(count)) }
        return Array(self.received.prefix(count))
    }

    private func next() async throws -> ByteBuffer? {
        var inbound = self.inbound
        let more = try await inbound.next(isolation: #isolation)
        self.inbound = inbound
        return more
    }
}
