import Bench
import HTTPService
import Hummingbird

/// Breaking devices.
struct FaultRoutes: Sendable {
    let registry: DeviceRegistry

    func add(to router: RouterGroup<BasicRequestContext>) {
        router.put("devices/{serial}/faults") { request, context in
            switch try await self.registry.device(in: context) {
            case .otp(let host):
                let change = try await request.decodeJSON(FaultsBody.self).change
                if case .stuck(let stuck) = change.stuckButton, !host.kind.buttons.contains(stuck.button) {
                    throw Problem.invalidMember("stuckButton.button", "is not a button of this device.")
                }
                return JSONAnswer(
                    DeviceAnswer(
                        .otp(try await answering { () async throws(BenchRefusal) in try await host.apply(change) })
                    )
                )
            case .chip(let host):
                let change = try await request.decodeJSON(ChipFaultsBody.self).change
                return JSONAnswer(
                    DeviceAnswer(
                        .chip(try await answering { () async throws(BenchRefusal) in try await host.apply(change) })
                    )
                )
            }
        }
    }
}
