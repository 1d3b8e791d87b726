import Bench
import HTTPService
import Hummingbird

/// The clock of the bench and those of its devices.
struct ClockRoutes: Sendable {
    let registry: DeviceRegistry

    func add(to router: RouterGroup<BasicRequestContext>) {
        router.get("clock") { _, _ in
            JSONAnswer(ClockAnswer(self.registry.clock.reading))
        }
        router.put("clock") { request, _ in
            let change = try await request.decodeJSON(ClockBody.self).change
            return JSONAnswer(
                ClockAnswer(
                    try await answering { () async throws(BenchRefusal) in try await self.registry.apply(change) }
                )
            )
        }
        router.put("devices/{serial}/clock") { request, context in
            let host = try await self.registry.otp(in: context)
            let change = try await request.decodeJSON(DeviceClockBody.self).change
            return JSONAnswer(
                OTPAnswer(try await answering { () async throws(BenchRefusal) in try await host.apply(change) })
            )
        }
    }
}
