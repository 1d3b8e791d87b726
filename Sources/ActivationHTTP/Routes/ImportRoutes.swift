import Activation
import HTTPService
import Hummingbird
import Logging
import PSKC

extension ActivationService {
    /// The route that takes the makers' files, read as they come in.
    func addImportRoutes(to router: some RouterMethods<some RequestContext>) {
        router.post("/v1/imports") { request, _ in
            let options = try request.readerOptions()
            return JSONAnswer(
                try await self.importContainer(request.body, key: try request.containerKey(), options: options)
            )
        }
    }

    private func importContainer(
        _ body: RequestBody,
        key: consuming ContainerKey?,
        options: PSKCReaderOptions
    ) async throws -> ImportReport {
        var container = try ContainerImport(into: self.store, at: self.now(), key: key, options: options)
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
