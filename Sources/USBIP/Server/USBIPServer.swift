package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Devices that are served over USB/IP: each on a port of its own, for one host at a time.
///
/// The protocol knows neither passwords nor encryption, so whoever reaches the server has the devices.
package final class USBIPServer: Service {
    private let host: String
    private let port: Int
    private let limits: ServerLimits
    private let logger: Logger
    private let listening: @Sendable (Int) async -> Void
    private let state = ServerState()

    /// The port that USB/IP has at IANA.
    package static let usualPort: UInt16 = 3240

    /// - Parameters:
    ///   - host: the name or address to listen on.
    ///   - port: 0 lets the system choose.
    ///   - limits: what it puts up with.
    ///   - logger: told who attaches what.
    ///   - listening: called with the port once connections are taken.
    package init(
        host: String = "127.0.0.1",
        port: UInt16 = USBIPServer.usualPort,
        limits: ServerLimits = ServerLimits(),
        logger: Logger,
        listening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.host = host
        self.port = Int(port)
        self.limits = limits
        self.logger = logger
        self.listening = listening
    }

    /// Plugs a device into the lowest free port, where hosts find it.
    ///
    /// - Returns: where it is, for ``unplug(_:)``; nothing if every port is taken, or the process is ending.
    package func plug(_ device: ExportedDevice) -> BusID? {
        self.state.plug(device)
    }

    /// Pulls a device out, even in the middle of a transfer, and returns when it has no power any more.
    package func unplug(_ busID: BusID) async {
        guard let attachment = self.state.unplug(busID) else { return }
        await Self.end(attachment)
    }

    /// Serves until the process is told to stop, and then pulls all devices out.
    package func run() async throws {
        let server = try await self.listen()
        let port = server.localAddress?.port ?? self.port
        self.logger.info("USB/IP server listening", metadata: ["host": "\(self.host)", "port": "\(port)"])
        await self.listening(port)
        try? await gracefulShutdown()
        try? await server.close()
        for attachment in self.state.ending() {
            await Self.end(attachment)
        }
    }

    private func listen() async throws(ListeningError) -> any Channel {
        let (state, limits, logger) = (self.state, self.limits, self.logger)
        let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 256)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                guard state.connectionOpened(limit: limits.connections) else { return channel.close() }
                channel.closeFuture.whenComplete { _ in state.connectionClosed() }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        ByteToMessageHandler(USBIPDecoder()),
                        MessageToByteHandler(USBIPEncoder()),
                        ClientHandler(server: state, limits: limits, logger: logger),
                    ])
                }
            }
        do {
            return try await bootstrap.bind(host: self.host, port: self.port).get()
        } catch {
            throw ListeningError(host: self.host, port: self.port, cause: error)
        }
    }

    private static func end(_ attachment: PortTable.Attachment) async {
        attachment.channel.close(promise: nil)
        try? await attachment.ended.get()
    }
}
