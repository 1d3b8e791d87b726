import Activation
import HTTPService
import Hummingbird
import Logging
import PSKC

extension ActivationService {
    /// The route that takes the makers' files, read as they come in.
    func addImportRoutes(to router: some RouterMethods<AccessContext>) {
        router.post("/v1/imports") { request, context in
            try await withTaskExecutorPreference(self.importThread) {
                JSONAnswer(try await self.importContainer(request, caller: context.access.caller))
            }
        }
    }

    /// Concurrent, because a function without isolation begins where its caller is: on a thread that serves requests.
    @concurrent
    private func importContainer(_ request: Request, caller: CallerID?) async throws -> ImportReport {
        var options = try request.readerOptions()
        options.derivationLimit = self.policy.importDerivationLimit
        var container = try ContainerImport(
            into: self.store,
            at: self.now(),
            caller: caller,
            key: try request.containerKey(),
            options: options
        )
        var byteCount = 0
        do {
            for try await part in request.body {
                byteCount += part.readableBytes
                guard byteCount <= self.policy.importByteLimit else {
                    throw Problem.bodyTooLarge(limit: self.policy.importByteLimit, closesConnection: true)
                }
                try await container.feed([UInt8](buffer: part))
            }
            try await container.finish()
        } catch ContainerImportError.container(let error) {
            // What follows is not read, so the connection cannot be used again.
            var problem = Problem.invalidContainer("\(error)", after: container.report)
            problem.closesConnection = true
            throw problem
        } catch ContainerImportError.store(let error) {
            throw error
        } catch {
            // The body was too long, or ended early. Without a store, the trail has the entry of the beginning.
            try? await container.breakOff()
            throw error
        }
        let report = container.report
        self.metrics.imported(report)
        self.logger.info(
            "container imported",
            metadata: [
                "imported": "\(report.imported)", "duplicates": "\(report.duplicates)",
                "rejected": "\(report.rejectedCount)",
            ]
        )
        return report
    }
}
