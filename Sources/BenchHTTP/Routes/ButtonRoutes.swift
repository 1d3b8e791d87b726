import Bench
import HTTPService
import Hummingbird

/// Pressing, holding and releasing buttons.
struct ButtonRoutes: Sendable {
    let registry: DeviceRegistry

    func add(to router: RouterGroup<BasicRequestContext>) {
        router.post("devices/{serial}/buttons/{button}") { request, context in
            let host = try await self.registry.host(in: context)
            let name = try context.pathPart("button")
            let known = host.kind.buttons
            guard let button = OTPButton(named: name), known.contains(button) else {
                throw Problem(BenchRefusal.unknownButton(name, known: known.map(\.name)))
            }
            let body = try await request.decodeJSON(ButtonBody.self, orWhenEmpty: .press)
            let device = try await answering { () async throws(BenchRefusal) in
                switch body.action {
                case .press: try await host.press(button)
                case .hold(let milliseconds): try await host.hold(button, milliseconds: milliseconds)
                case .release: try await host.release(button)
                }
            }
            return JSONAnswer(OTPAnswer(device))
        }
    }
}
