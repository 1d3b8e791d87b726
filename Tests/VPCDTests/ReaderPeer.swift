import NIOCore
import NIOPosix
import VPCD

/// vpcd's end of the socket, which says what a test wants it to say: it listens, and cards come.
struct ReaderPeer {
    let address: ReaderAddress
    private let listener: any Channel
    private let connections: AsyncStream<ConnectedCard>

    /// Listens on a port; 0 lets the system choose.
    static func listen(port: UInt16 = 0) async throws -> ReaderPeer {
        let (connections, continuation) = AsyncStream.makeStream(of: ConnectedCard.self)
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let (answers, answered) = AsyncStream.makeStream(of: [UInt8].self)
                    try channel.pipeline.syncOperations.addHandler(AnswerCollector(answered: answered))
                    continuation.yield(ConnectedCard(channel: channel, answers: answers))
                }
            }
            .bind(host: "127.0.0.1", port: Int(port))
            .get()
        let bound = UInt16(listener.localAddress?.port ?? 0)
        return ReaderPeer(
            address: ReaderAddress(host: "127.0.0.1", port: bound),
            listener: listener,
            connections: connections
        )
    }

    /// The next card that connects.
    func card() async -> ConnectedCard? {
        await self.connections.first { _ in true }
    }

    func close() async throws {
        try await self.listener.close()
    }
}
