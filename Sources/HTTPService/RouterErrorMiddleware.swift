import HTTPTypes
import Hummingbird

/// Keeps the router from answering its own errors, so that all of them become problems.
struct RouterErrorMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as any HTTPResponseError {
            throw RouterError(status: error.status)
        }
    }
}

/// An error of Hummingbird's own, in a form that it does not answer by itself.
struct RouterError: Error {
    let status: HTTPResponse.Status
}
