import Bench
import HTTPService
import Hummingbird

/// Breaking devices.
struct FaultRoutes: Sendable {
    let registry: DeviceRegistry

    func add(to router: RouterGroup<BasicRequestContext>) {
        router.put("devices/{serial}/faults") { request, context in
            let host = try await self.registry.host(in: context)
            let change = try await request.decodeJSON(FaultsBody.self).change
            if case .stuck(let stuck) = change.stuckButton, !host.kind.buttons.contains(stuck.button) {
                throw Problem.invalidMember("stuckButton.button", "is not a button of this device.")
            }
            return JSONAnswer(
                OTPAnswer(try await answering { () async throws(BenchRefusal) in try await host.apply(change) })
            )
        }
    }
}
