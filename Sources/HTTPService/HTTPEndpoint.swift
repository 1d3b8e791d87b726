package import Hummingbird
package import Logging
import ServiceLifecycle

/// A router on an address: one service of a process, guarded the same way in both products.
///
/// Requests pass, from outside in: ``PageOriginsResponder``, ``ProblemResponder``, ``LoopbackGuard``, ``BodyLimitMiddleware``, the router.
package struct HTTPEndpoint: Service {
    let address: ServiceAddress
    let responder: PageOriginsResponder<ProblemResponder<RouterResponder<BasicRequestContext>>>
    let logger: Logger
    let listening: @Sendable (ServiceAddress) async -> Void
    let stopping: @Sendable () -> Void

    /// How many connections are served at once; more wait in the kernel's queue.
    private static let connectionLimit = 4096

    /// - Parameters:
    ///   - address: where to listen; port 0 lets the system choose.
    ///   - logger: told what fails.
    ///   - pageOrigins: pages of other origins that may use it.
    ///   - bodyLimit: how much body each request may have.
    ///   - routes: adds the routes to the router they are given.
    ///   - listening: called with the address once connections are taken.
    ///   - stopping: called when the process is told to stop, to end answers that would never end by themselves.
    package init(
        address: ServiceAddress,
        logger: Logger,
        pageOrigins: PageOrigins = .none,
        bodyLimit: @escaping @Sendable (Request) -> BodyLimit = { _ in .bytes(BodyLimit.usual) },
        routes: (Router<BasicRequestContext>) -> Void,
        listening: @escaping @Sendable (ServiceAddress) async -> Void,
        stopping: @escaping @Sendable () -> Void = {}
    ) {
        let router = Router(context: BasicRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RouterErrorMiddleware())
        router.add(middleware: LoopbackGuard(address: address, allowed: pageOrigins))
        router.add(middleware: BodyLimitMiddleware(limit: bodyLimit))
        routes(router)
        self.address = address
        self.responder = PageOriginsResponder(
            ProblemResponder(router.buildResponder(), routes: RouteTable(of: router), logger: logger),
            allowed: pageOrigins
        )
        self.logger = logger
        self.listening = listening
        self.stopping = stopping
    }

    /// Serves until the process is told to stop; then takes no new request and ends those it has.
    package func run() async throws {
        // The server's own messages repeat what the listening line and the log of problems say.
        var quiet = self.logger
        quiet.logLevel = max(self.logger.logLevel, .warning)
        let address = self.address
        let listening = self.listening
        let application = Application(
            responder: self.responder,
            server: .http1(
                configuration: .init(
                    idleTimeout: .seconds(60),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 16 * 1024,
                        maxHeaderListSize: 32 * 1024,
                        maxHeaderFieldCount: 100
                    )
                )
            ),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port),
                backlog: 1024,
                availableConnectionsDelegate: .maximum(Self.connectionLimit, logger: quiet)
            ),
            onServerRunning: { channel in
                await listening(ServiceAddress(host: address.host, port: channel.localAddress?.port ?? address.port))
            },
            logger: quiet
        )
        try await withGracefulShutdownHandler {
            try await application.run()
        } onGracefulShutdown: {
            self.stopping()
        }
    }
}
