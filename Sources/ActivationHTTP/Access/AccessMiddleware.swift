import Activation
import HTTPService
import HTTPTypes
import Hummingbird

/// Lets only requests through whose token has a scope, RFC 6750; without tokens it lets all through.
struct AccessMiddleware: RouterMiddleware {
    let tokens: Current<AccessTokens?>
    let scope: AccessScope
    let refusals: RefusedAccess

    func handle(
        _ request: Request,
        context: AccessContext,
        next: @concurrent (Request, AccessContext) async throws -> Response
    ) async throws -> Response {
        guard let tokens = self.tokens.value else { return try await next(request, context) }
        guard let access = tokens.access(request.headers[.authorization]) else {
            await self.refusals.note(.unknownToken, of: nil, at: context.endpointPath, self.scope)
            throw Problem.unauthorized
        }
        guard access.scopes.contains(self.scope) else {
            await self.refusals.note(.missingScope, of: access.caller, at: context.endpointPath, self.scope)
            throw Problem.insufficient(self.scope)
        }
        var context = context
        context.access = access
        let trace = RequestTrace(id: context.id, caller: access.caller?.text)
        let known = context
        return try await RequestTrace.$current.withValue(trace) { try await next(request, known) }
    }
}

extension Problem {
    fileprivate static func insufficient(_ scope: AccessScope) -> Problem {
        Problem(
            "insufficient-scope",
            status: .forbidden,
            title: "The token does not open this path",
            detail: "This path wants a token with the scope \(scope.rawValue).",
            headers: [.wwwAuthenticate: "Bearer error=\"insufficient_scope\", scope=\"\(scope.rawValue)\""]
        )
    }
}
