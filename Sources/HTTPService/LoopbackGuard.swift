import HTTPTypes
package import Hummingbird

/// Keeps web pages of other origins away from a service that trusts everything on this machine.
///
/// A page anywhere can make a browser send requests to 127.0.0.1, load what it finds there as an image or a sound, and after DNS
/// rebinding even read the responses. The first shows in `Origin` (RFC 6454, section 7), the second in `Sec-Fetch-Site` (Fetch
/// Metadata Request Headers, section 2.3), the third in `Host` (RFC 9110, section 7.2): a rebound name is not a name of loopback.
package struct LoopbackGuard<Context: RequestContext>: RouterMiddleware {
    let address: ServiceAddress
    let allowed: PageOrigins

    /// Paths that programs look at to see whether the service is alive, under whatever name they have for it.
    private static var probes: Set<String> { ["/healthz", "/readyz"] }

    /// - Parameters:
    ///   - address: Where the service listens; off loopback, `Host` may be any name.
    ///   - allowed: Pages that may use it although they come from elsewhere.
    package init(address: ServiceAddress, allowed: PageOrigins = .none) {
        self.address = address
        self.allowed = allowed
    }

    package func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        // HTTP/1.0 may go without; no browser does.
        let authority = request.head.authority
        if let authority, self.address.isLoopback, !Self.probes.contains(request.uri.path) {
            let asked = ServiceAddress(authority: authority)
            guard let asked, asked.isLoopback || asked.host == self.address.host else {
                throw Problem.forbidden(
                    "Host is '\(Problem.shown(authority))', and this service answers only to names of this machine."
                )
            }
        }
        let origins = request.headers[values: .origin]
        for origin in origins
        where !Self.isSame(origin: origin, authority: authority) && !self.allowed.contains(origin) {
            throw Problem.forbidden("Pages of the origin '\(Problem.shown(origin))' may not use this service.")
        }
        guard !origins.isEmpty || !Self.isForeign(request) else {
            throw Problem.forbidden("Pages of other origins may not load anything from this service.")
        }
        return try await next(request, context)
    }

    /// Whether a page of another origin has asked, as browsers say it; not if its user follows a link to a page here.
    private static func isForeign(_ request: Request) -> Bool {
        guard let name = HTTPField.Name("Sec-Fetch-Site") else { return false }
        let sites = request.headers[values: name]
        guard sites.contains(where: { $0 != "same-origin" && $0 != "none" }) else { return false }
        let mode = HTTPField.Name("Sec-Fetch-Mode").flatMap { request.headers[$0] }
        let destination = HTTPField.Name("Sec-Fetch-Dest").flatMap { request.headers[$0] }
        let isLink = request.method == .get && mode == "navigate" && destination == "document"
        return !isLink || request.uri.path.hasPrefix("/v1/") || request.uri.path.hasPrefix("/worlds/")
    }

    private static func isSame(origin: String, authority: String?) -> Bool {
        guard let authority else { return false }
        return origin == "http://" + authority || origin == "https://" + authority
    }
}
