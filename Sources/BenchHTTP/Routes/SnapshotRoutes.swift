import Bench
import HTTPService
import HTTPTypes
import Hummingbird
import OTPCore

/// Taking a device's whole state away and putting it back.
struct SnapshotRoutes: Sendable {
    let registry: DeviceRegistry

    /// A chip can hold a thousand credentials and many large blobs.
    static let limit = 4 * 1024 * 1024

    func add(to router: RouterGroup<BasicRequestContext>) {
        router.get("devices/{serial}/snapshot") { _, context in
            let device = try await self.registry.device(in: context)
            let snapshot = try await answering { () async throws(BenchRefusal) in try await device.snapshot() }
            return JSONAnswer(DeviceDocument(snapshot))
        }
        router.put("devices/{serial}/snapshot") { request, context in
            let body = try await request.decodeJSON(SnapshotBody.self, upTo: Self.limit)
            guard try context.pathPart("serial") == body.snapshot.serialNumber.text else {
                throw Problem.invalidMember("serialNumber", "is not the one in the path.")
            }
            let (view, isNew) = try await answering { () async throws(BenchRefusal) in
                try await self.registry.restore(
                    body.snapshot,
                    allowingCounterRollback: body.allowsCounterRollback
                )
            }
            return JSONAnswer(DeviceAnswer(view), status: isNew ? .created : .ok)
        }
    }
}
