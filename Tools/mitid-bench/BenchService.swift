import Bench
import ServiceLifecycle

/// Lets time pass on the bench for as long as the process runs, and stores what is left to store at its end.
struct BenchService: Service {
    let registry: DeviceRegistry

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await self.registry.run()
        }
    }
}
