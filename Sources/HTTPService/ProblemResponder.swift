import HTTPTypes
package import Hummingbird
package import Logging

/// Turns every failure behind it into a problem document, and every answer into one a browser will not guess about.
///
/// It stands before the router rather than inside it, because only from there it can tell a path that does not exist
/// (404) from a path without this method (405 with `Allow`, RFC 9110, section 15.5.6).
package struct ProblemResponder<Inner: HTTPResponder>: HTTPResponder where Inner.Context: RequestContext {
    package typealias Context = Inner.Context

    let inner: Inner
    let routes: RouteTable
    let logger: Logger

    package init(_ inner: Inner, routes: RouteTable, logger: Logger) {
        self.inner = inner
        self.routes = routes
        self.logger = logger
    }

    package func respond(to request: Request, context: Inner.Context) async throws -> Response {
        // The context's own `id` traps where a log handler keeps no metadata.
        let id = context.logger[metadataKey: "hb.request.id"].map { "\($0)" }
        let trace = RequestTrace(id: id ?? String(UInt64.random(in: .min ... .max), radix: 16))
        var response = await RequestTrace.$current.withValue(trace) { await self.answer(to: request, context) }
        if let name = HTTPField.Name.requestID { response.headers[name] = trace.id }
        response.headers[.xContentTypeOptions] = "nosniff"
        // No page of another origin may show what is here, Fetch Standard, section 3.7.
        if let name = HTTPField.Name.resourcePolicy { response.headers[name] = "same-origin" }
        if response.headers[.cacheControl] == nil {
            response.headers[.cacheControl] = "no-store"
        }
        return response
    }

    private func answer(to request: Request, _ context: Inner.Context) async -> Response {
        do {
            return try await self.inner.respond(to: request, context: context)
        } catch {
            var response = self.problem(for: error, request: request).response()
            if request.method == .head {
                response.body = ResponseBody()
            }
            return response
        }
    }

    private func problem(for error: any Error, request: Request) -> Problem {
        switch error {
        case let problem as Problem:
            return problem
        case let error as RouterError where error.status == .notFound:
            // Handlers throw problems of their own; this one comes from the router, which found no route.
            return self.routes.refusal(of: request)
        case let error as RouterError where error.status.code < 500:
            return Problem(
                "bad-request",
                status: error.status,
                title: "The request cannot be served",
                detail: "The request is not one this path can answer (\(error.status.code))."
            )
        default:
            self.logger.error(
                "request failed",
                metadata: [
                    "method": "\(Problem.shown(request.method.rawValue))",
                    "path": "\(Problem.shown(request.uri.path))",
                    "error": "\(type(of: error)): \(error)",
                ]
            )
            return .internalError
        }
    }
}

extension HTTPField.Name {
    /// What the lines of the log about this request have as `requestID`.
    fileprivate static let requestID = HTTPField.Name("X-Request-ID")
    fileprivate static let resourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")
}
