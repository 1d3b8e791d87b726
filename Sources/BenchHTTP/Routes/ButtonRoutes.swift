import Bench
import HTTPService
import Hummingbird

/// Pressing, holding and releasing buttons.
struct ButtonRoutes: Sendable {
    let registry: DeviceRegistry

    func add(to router: RouterGroup<BasicRequestContext>) {
        router.post("devices/{serial}/buttons/{button}") { request, context in
            let device = try await self.registry.device(in: context)
            let name = try context.pathPart("button")
            guard device.kind.buttonNames.contains(name) else {
                throw Problem(BenchRefusal.unknownButton(name, known: device.kind.buttonNames))
            }
            let action = try await request.decodeJSON(ButtonBody.self, orWhenEmpty: .press).action
            let view = try await answering { () async throws(BenchRefusal) -> DeviceView in
                switch device {
                case .otp(let host): .otp(try await Self.send(action, to: host, name))
                case .chip(let host): .chip(try await Self.send(action, to: host))
                }
            }
            return JSONAnswer(DeviceAnswer(view))
        }
    }

    private static func send(
        _ action: ButtonBody.Action,
        to host: OTPHost,
        _ name: String
    ) async throws(BenchRefusal) -> OTPView {
        guard let button = OTPButton(named: name) else {
            throw .unknownButton(name, known: host.kind.buttons.map(\.name))
        }
        switch action {
        case .press: return try await host.press(button)
        case .hold(let milliseconds): return try await host.hold(button, milliseconds: milliseconds)
        case .release: return try await host.release(button)
        }
    }

    private static func send(_ action: ButtonBody.Action, to host: ChipHost) async throws(BenchRefusal) -> ChipView {
        switch action {
        case .press: try await host.touch()
        case .hold(let milliseconds): try await host.hold(milliseconds: milliseconds)
        case .release: try await host.release()
        }
    }
}
