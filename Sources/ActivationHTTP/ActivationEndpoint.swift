import Activation
package import HTTPService
import Hummingbird

extension ActivationService {
    /// The service on an address.
    ///
    /// - Parameters:
    ///   - address: Where it listens; port 0 lets the system choose.
    ///   - token: What clients must know, if anything; `/healthz` and `/openapi.json` are open to all.
    ///   - listening: Called with the address once connections are taken.
    /// - Returns: What serves until the process is told to stop.
    package func endpoint(
        at address: ServiceAddress,
        token: BearerToken?,
        listening: @escaping @Sendable (ServiceAddress) async -> Void
    ) -> HTTPEndpoint {
        HTTPEndpoint(
            address: address,
            logger: self.logger,
            bodyLimit: { request in
                request.uri.path == "/v1/imports" ? .streamed : .bytes(BodyLimit.usual)
            },
            routes: { router in
                router.get("/healthz") { _, _ in JSONAnswer(["status": "ok"]) }
                router.get("/openapi.json") { _, _ in
                    Response(
                        status: .ok,
                        headers: [.contentType: "application/json"],
                        body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.openapi_json))
                    )
                }
                let guarded = router.group()
                    .add(middleware: BearerTokenMiddleware(token: token))
                    .add(middleware: ServiceErrorMiddleware(logger: self.logger))
                self.addRecordRoutes(to: guarded)
                self.addActivationRoutes(to: guarded)
                self.addImportRoutes(to: guarded)
                self.addAuditRoutes(to: guarded)
            },
            listening: listening
        )
    }
}
