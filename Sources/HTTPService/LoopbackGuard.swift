import HTTPTypes
package import Hummingbird

/// Keeps web pages of other origins away from a service that trusts everything on this machine.
///
/// A page anywhere can make a browser send requests to 127.0.0.1, and after DNS rebinding even read the answers. The
/// first shows in `Origin` (RFC 6454, section 7), the second in `Host` (RFC 9110, section 7.2): a rebound name is not
/// a name of loopback.
package struct LoopbackGuard<Context: RequestContext>: RouterMiddleware {
    let address: ServiceAddress
    let allowed: PageOrigins

    /// - Parameters:
    ///   - address: where the service listens; off loopback, only `Origin` is looked at.
    ///   - allowed: pages that may use it although they come from elsewhere.
    package init(address: ServiceAddress, allowed: PageOrigins = .none) {
        self.address = address
        self.allowed = allowed
    }

    package func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let authority = request.head.authority, let asked = ServiceAddress(authority: authority) else {
            throw Problem.forbidden("The Host header must say which service is meant, as in 'Host: 127.0.0.1:8470'.")
        }
        if self.address.isLoopback {
            guard asked.isLoopback || asked.host == self.address.host else {
                throw Problem.forbidden(
                    "Host is '\(Problem.shown(authority))', and this service answers only to names of this machine."
                )
            }
        }
        for origin in request.headers[values: .origin]
        where !Self.isSame(origin: origin, authority: authority) && !self.allowed.contains(origin) {
            throw Problem.forbidden("Pages of the origin '\(Problem.shown(origin))' may not use this service.")
        }
        return try await next(request, context)
    }

    private static func isSame(origin: String, authority: String) -> Bool {
        origin == "http://" + authority || origin == "https://" + authority
    }
}
