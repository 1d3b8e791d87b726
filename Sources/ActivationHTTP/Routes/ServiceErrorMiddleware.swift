import Activation
import HTTPService
import Hummingbird
import Logging

/// Tells what a store or a worker could not do as the problem it is for the client.
struct ServiceErrorMiddleware<Context: RequestContext>: RouterMiddleware {
    let logger: Logger
    let metrics: ServiceMetrics

    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch is ServiceBusy {
            throw Problem.busy
        } catch TokenStoreError.unavailable(let reason) {
            self.metrics.storeFailed(isOutcomeKnown: true)
            self.logger.error("store unavailable", metadata: ["reason": "\(reason)"])
            throw Problem.storeUnavailable
        } catch TokenStoreError.outcomeUnknown(let reason) {
            self.metrics.storeFailed(isOutcomeKnown: false)
            self.logger.error("outcome unknown", metadata: ["reason": "\(reason)"])
            throw Problem.outcomeUnknown
        }
    }
}
