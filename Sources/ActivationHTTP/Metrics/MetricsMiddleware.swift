import HTTPService
import Hummingbird

/// Notes of every request that has a route how it was answered, and how long that took.
struct MetricsMiddleware<Context: RequestContext>: RouterMiddleware {
    let metrics: ServiceMetrics

    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        self.metrics.requestStarted()
        var status = 500
        defer {
            let ended = ServiceMetrics.Request(
                method: request.method.rawValue,
                path: context.endpointPath ?? "none",
                status: status
            )
            self.metrics.requestEnded(ended, after: ContinuousClock.now - start)
        }
        do {
            let response = try await next(request, context)
            status = response.status.code
            return response
        } catch let problem as Problem {
            status = problem.status.code
            throw problem
        }
    }
}
