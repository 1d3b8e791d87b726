import HTTPTypes
package import Hummingbird

/// Lets only requests with the right bearer token through, RFC 6750, section 2.1; without a token it lets all through.
package struct BearerTokenMiddleware<Context: RequestContext>: RouterMiddleware {
    let token: Current<BearerToken?>

    package init(token: Current<BearerToken?>) {
        self.token = token
    }

    package func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        if let token = self.token.value {
            guard let authorization = request.headers[.authorization], token.isHeld(by: authorization) else {
                throw Problem.unauthorized
            }
        }
        return try await next(request, context)
    }
}
