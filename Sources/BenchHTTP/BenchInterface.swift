package import Bench
package import HTTPService
package import Hummingbird
package import Logging
package import SpeechSynthesis

/// The HTTP interface of a bench: what `openapi.json` describes, and the web page.
package struct BenchInterface: Sendable {
    let registry: DeviceRegistry
    let voice: Voice
    let token: Current<BearerToken?>
    let logger: Logger

    /// Many devices can be made by one request, and it is that much larger.
    private static let bulkLimit = 8 * 1024 * 1024

    /// - Parameters:
    ///   - registry: the bench.
    ///   - voice: speaks for the audio code readers.
    ///   - token: wanted of every request under `/v1`, if there is one.
    ///   - logger: told what fails.
    package init(registry: DeviceRegistry, voice: Voice, token: Current<BearerToken?>, logger: Logger) {
        self.registry = registry
        self.voice = voice
        self.token = token
        self.logger = logger
    }

    private static func bodyLimit(of request: Request) -> BodyLimit {
        switch request.method {
        case .post where request.uri.path.hasSuffix("/devices"): .bytes(Self.bulkLimit)
        case .post where request.uri.path.hasSuffix("/apdu"): .bytes(ChipRoutes.commandLimit)
        case .put where request.uri.path.hasSuffix("/snapshot"): .bytes(SnapshotRoutes.limit)
        default: .bytes(BodyLimit.usual)
        }
    }

    package func addRoutes(to router: Router<BasicRequestContext>) {
        PageRoutes().add(to: router)
        let v1 = router.group("v1")
            .add(middleware: BearerTokenMiddleware(token: self.token))
            .add(middleware: BodyLimitMiddleware { Self.bodyLimit(of: $0) })
        DeviceRoutes(registry: self.registry).add(to: v1, bulkLimit: Self.bulkLimit)
        ButtonRoutes(registry: self.registry).add(to: v1)
        DisplayRoutes(registry: self.registry).add(to: v1)
        SpeechRoutes(registry: self.registry, voice: self.voice).add(to: v1)
        ClockRoutes(registry: self.registry).add(to: v1)
        FaultRoutes(registry: self.registry).add(to: v1)
        ChipRoutes(registry: self.registry).add(to: v1)
        SnapshotRoutes(registry: self.registry).add(to: v1)
        PSKCRoutes(registry: self.registry, logger: self.logger).add(to: v1)
        EventRoutes(events: self.registry.events, clock: self.registry.clock).add(to: v1)
    }
}
