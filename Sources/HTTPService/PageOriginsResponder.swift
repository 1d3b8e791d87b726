import HTTPTypes
package import Hummingbird

/// Lets pages of the origins that are allowed to read answers, and answers their browsers' questions before requests.
///
/// Fetch Standard, section 3.3, the CORS protocol. It stands before all else, so that a refusal can be read too.
package struct PageOriginsResponder<Inner: HTTPResponder>: HTTPResponder where Inner.Context: RequestContext {
    package typealias Context = Inner.Context

    let inner: Inner
    let allowed: PageOrigins

    package init(_ inner: Inner, allowed: PageOrigins) {
        self.inner = inner
        self.allowed = allowed
    }

    package func respond(to request: Request, context: Inner.Context) async throws -> Response {
        guard let origin = request.headers[.origin], self.allowed.contains(origin) else {
            return try await self.inner.respond(to: request, context: context)
        }
        var response: Response
        if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
            response = Response(
                status: .noContent,
                headers: [
                    .accessControlAllowMethods: "GET, POST, PUT, DELETE",
                    .accessControlAllowHeaders: "authorization, content-type",
                    .accessControlMaxAge: "600",
                ]
            )
        } else {
            response = try await self.inner.respond(to: request, context: context)
        }
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.vary] = "Origin"
        return response
    }
}
