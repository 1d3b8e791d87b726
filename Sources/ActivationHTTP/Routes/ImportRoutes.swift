import Activation
import HTTPService
import Hummingbird
import Logging
import PSKC

extension ActivationService {
    /// The route that takes the makers' files, read as they come in.
    func addImportRoutes(to router: some RouterMethods<some RequestContext>) {
        router.post("/v1/imports") { request, context in
            JSONAnswer(
                try await self.importContainer(request.body, key: try request.containerKey(), caller: context.caller)
            )
        }
    }

    private func importContainer(
        _ body: RequestBody,
        key: consuming ContainerKey?,
        caller: CallerID?
    ) async throws -> ImportReport {
        var container = try ContainerImport(into: self.store, at: self.now(), key: key)
        var byteCount = 0
        do {
            for try await part in body {
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
        }
        let report = container.report
        try await self.store.append(report.entry(at: self.now(), caller: caller))
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
