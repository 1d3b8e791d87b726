import Activation
package import HTTPService
import Hummingbird

extension ActivationService {
    /// The service on an address.
    ///
    /// - Parameters:
    ///   - address: Where it listens; port 0 lets the system choose.
    ///   - tokens: What clients must know, if anything; `/healthz`, `/readyz` and `/openapi.json` are open to all.
    ///   - pageOrigins: Web pages of other origins that may use it.
    ///   - limits: Limits on connections and their times.
    ///   - listening: Called with the address once connections are taken.
    /// - Returns: What serves until the process is told to stop.
    package func endpoint(
        at address: ServiceAddress,
        tokens: Current<AccessTokens?>,
        pageOrigins: PageOrigins = .none,
        limits: HTTPLimits = HTTPLimits(),
        listening: @escaping @Sendable (ServiceAddress) async -> Void
    ) -> HTTPEndpoint {
        HTTPEndpoint(
            address: address,
            logger: self.logger,
            pageOrigins: pageOrigins,
            limits: limits,
            routes: { router in
                router.get("/healthz") { _, _ in JSONAnswer(["status": "ok"]) }
                router.get("/readyz") { _, _ in
                    switch await self.readiness.check() {
                    case .ready: return JSONAnswer(["status": "ready"])
                    case .draining: throw Problem.draining
                    case .withoutStore: throw Problem.withoutStore
                    }
                }
                router.get("/openapi.json") { _, _ in
                    Response(
                        status: .ok,
                        headers: [.contentType: "application/json"],
                        body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.openapi_json))
                    )
                }
                let callers = self.group(of: router, tokens, .caller)
                self.addActivationRoutes(to: callers)
                self.addChipRoutes(to: callers)
                let admins = self.group(of: router, tokens, .admin)
                self.addRecordRoutes(to: admins)
                self.addChipOperatorRoutes(to: admins)
                self.addUnblockingRoutes(to: admins)
                self.addImportRoutes(to: admins)
                self.addAuditRoutes(to: admins)
                self.group(of: router, tokens, .metrics).get("/metrics") { _, _ in
                    Response(
                        status: .ok,
                        headers: [.contentType: PrometheusText.contentType],
                        body: ResponseBody(byteBuffer: ByteBuffer(string: self.figures))
                    )
                }
            },
            listening: listening,
            stopping: {
                self.drain()
                // Requests that wait for a lost store would delay the end.
                self.store.prepareToClose()
            }
        )
    }

    /// Routes for clients whose token has a scope.
    private func group(
        of router: Router<BasicRequestContext>,
        _ tokens: Current<AccessTokens?>,
        _ scope: AccessScope
    ) -> RouterGroup<AccessContext> {
        router.group(context: AccessContext.self)
            .add(middleware: MetricsMiddleware(metrics: self.metrics))
            .add(middleware: AccessMiddleware(tokens: tokens, scope: scope, refusals: self.refusals))
            .add(
                middleware: BodyLimitMiddleware { request in
                    request.uri.path == "/v1/imports" ? .streamed : .bytes(BodyLimit.usual)
                }
            )
            .add(middleware: ServiceErrorMiddleware(logger: self.logger, metrics: self.metrics))
    }

    private var figures: String { PrometheusText(self.metrics.current, webhook: self.webhook?.figures).text }
}
