package import Hummingbird
import HummingbirdCore
package import Logging
import ServiceLifecycle

/// A router on an address: one service of a process, guarded the same way in both products.
///
/// Requests pass, from outside in: ``ConnectionHandler``, ``PageOriginsResponder``, ``ProblemResponder``, ``LoopbackGuard``, the
/// router. No body is read before its route asks for it: a target that adds routes adds ``BodyLimitMiddleware`` behind the check of
/// tokens.
package struct HTTPEndpoint: Service {
    let address: ServiceAddress
    let responder: PageOriginsResponder<ProblemResponder<RouterResponder<BasicRequestContext>>>
    let limits: HTTPLimits
    let logger: Logger
    let listening: @Sendable (ServiceAddress) async -> Void
    let stopping: @Sendable () -> Void

    /// - Parameters:
    ///   - address: where to listen; port 0 lets the system choose.
    ///   - logger: told what fails.
    ///   - pageOrigins: pages of other origins that may use it.
    ///   - limits: limits on connections and their times.
    ///   - routes: adds the routes to the router they are given.
    ///   - listening: called with the address once connections are taken.
    ///   - stopping: called when the process is told to stop, to end answers that would never end by themselves.
    package init(
        address: ServiceAddress,
        logger: Logger,
        pageOrigins: PageOrigins = .none,
        limits: HTTPLimits = HTTPLimits(),
        routes: (Router<BasicRequestContext>) -> Void,
        listening: @escaping @Sendable (ServiceAddress) async -> Void,
        stopping: @escaping @Sendable () -> Void = {}
    ) {
        let router = Router(context: BasicRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RouterErrorMiddleware())
        router.add(middleware: LoopbackGuard(address: address, allowed: pageOrigins))
        routes(router)
        self.address = address
        self.responder = PageOriginsResponder(
            ProblemResponder(router.buildResponder(), routes: RouteTable(of: router), logger: logger),
            allowed: pageOrigins
        )
        self.limits = limits
        self.logger = logger
        self.listening = listening
        self.stopping = stopping
    }

    /// Serves until a signal to stop; then takes no new request, and closes connections after the draining time.
    package func run() async throws {
        // The server's own messages repeat what the listening line and the log of problems say.
        var quiet = self.logger
        quiet.logLevel = max(self.logger.logLevel, .warning)
        let address = self.address
        let listening = self.listening
        let limits = self.limits
        let logger = self.logger
        let table = ConnectionTable(
            limit: limits.connections(openFiles: HTTPLimits.openFiles),
            limitPerAddress: limits.connectionsPerAddress,
            logger: logger
        )
        let application = Application(
            responder: self.responder,
            server: HTTPServerBuilder { responder in
                GuardedChannel(
                    base: HTTP1Channel(responder: responder, configuration: limits.channelConfiguration),
                    table: table,
                    limits: limits,
                    logger: logger
                )
            },
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port),
                backlog: 1024
            ),
            onServerRunning: { channel in
                await listening(ServiceAddress(host: address.host, port: channel.localAddress?.port ?? address.port))
            },
            logger: quiet
        )
        try await withGracefulShutdownHandler {
            try await application.run()
        } onGracefulShutdown: {
            table.drain()
            self.stopping()
            Task { await self.endDraining(table) }
        }
    }

    private func endDraining(_ table: ConnectionTable) async {
        try? await Task.sleep(for: self.limits.draining)
        let count = table.closeAll()
        guard count > 0 else { return }
        self.logger.warning("connections closed", metadata: ["reason": "draining took too long", "count": "\(count)"])
    }
}

extension HTTPLimits {
    fileprivate var channelConfiguration: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            idleTimeout: .init(self.idle),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 16 * 1024,
                maxHeaderListSize: 32 * 1024,
                maxHeaderFieldCount: 100
            )
        )
    }
}
