import Bench
import HTTPService
import HTTPTypes
import Hummingbird
import OTPCore

/// Taking a device's whole state away and putting it back.
struct SnapshotRoutes: Sendable {
    let registry: DeviceRegistry

    func add(to router: RouterGroup<BasicRequestContext>) {
        router.get("devices/{serial}/snapshot") { _, context in
            let host = try await self.registry.host(in: context)
            let snapshot = try await answering { () async throws(BenchRefusal) in try await host.snapshot() }
            return JSONAnswer(OTPDocument(snapshot))
        }
        router.put("devices/{serial}/snapshot") { request, context in
            let body = try await request.decodeJSON(SnapshotBody.self)
            guard try context.pathPart("serial") == body.snapshot.serialNumber.text else {
                throw Problem.invalidMember("serialNumber", "is not the one in the path.")
            }
            let (device, isNew) = try await answering { () async throws(BenchRefusal) in
                try await self.registry.restore(
                    body.snapshot,
                    allowingCounterRollback: body.allowsCounterRollback
                )
            }
            return JSONAnswer(OTPAnswer(device), status: isNew ? .created : .ok)
        }
    }
}
