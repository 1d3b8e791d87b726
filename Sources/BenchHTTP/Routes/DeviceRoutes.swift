import Bench
import FIDOAuthenticator
import HTTPService
import HTTPTypes
import Hummingbird
import OTPCore
import OTPDevices

/// Making, listing, looking at and removing devices.
struct DeviceRoutes: Sendable {
    let registry: DeviceRegistry

    /// How many devices go into one piece of a long list.
    private static let piece = 128

    func add(to router: RouterGroup<BasicRequestContext>, bulkLimit: Int) {
        router.get("devices") { request, _ in try await self.list(request) }
        router.post("devices") { request, context in
            try await self.make(request, context, bulkLimit: bulkLimit)
        }
        router.get("devices/{serial}") { _, context in
            let device = try await self.registry.device(in: context)
            return JSONAnswer(
                DeviceAnswer(try await answering { () async throws(BenchRefusal) in try await device.view() })
            )
        }
        router.delete("devices/{serial}") { _, context in
            let serialNumber = try await self.registry.device(in: context).serialNumber
            try await answering { () async throws(BenchRefusal) in try await self.registry.remove(serialNumber) }
            return HTTPResponse.Status.noContent
        }
        router.get("profiles") { _, _ in
            JSONAnswer(DeviceProfile.names.compactMap { NamedProfile(named: $0) }.map { ProfileDocument($0) })
        }
        router.get("profiles/chip") { _, _ in
            JSONAnswer(AuthenticatorProfile.named.map { ChipProfileDocument($0) })
        }
    }

    private func make(
        _ request: Request,
        _ context: BasicRequestContext,
        bulkLimit: Int
    ) async throws -> Response {
        let bodies: [DeviceBody]
        let isOne: Bool
        switch try await request.decodeJSON(DeviceBodies.self, upTo: bulkLimit) {
        case .one(let body): (bodies, isOne) = ([body], true)
        case .many(let many): (bodies, isOne) = (many, false)
        }
        let snapshots = try await answering { () async throws(BenchRefusal) in
            try await self.registry.add(bodies.map(\.description))
        }
        var answers: [DeviceAnswer] = []
        answers.reserveCapacity(snapshots.count)
        for snapshot in snapshots {
            // Somebody may have removed it again by now; then it is told as it was made.
            let view = try? await self.registry.device(snapshot.serialNumber).view()
            answers.append(DeviceAnswer(made: snapshot, view, at: self.registry.clock.now))
        }
        guard isOne, let only = answers.first, let serialNumber = snapshots.first?.serialNumber.text else {
            return try JSONAnswer(answers, status: .created).response(from: request, context: context)
        }
        let location = "/v1/devices/" + PercentEncoding.encode(serialNumber)
        return try JSONAnswer(only, status: .created, headers: [.location: location])
            .response(from: request, context: context)
    }

    private func list(_ request: Request) async throws -> Response {
        let page = try PageQuery(request)
        // One more than asked for tells whether there is a next page.
        let found = await self.registry.devices(after: page.after, limit: page.limit.map { $0 + 1 } ?? .max)
        let devices = Array(found.prefix(page.limit ?? .max))
        var headers: HTTPFields = [.contentType: "application/json"]
        headers[.totalCount] = String(await self.registry.count)
        if let limit = page.limit, found.count > devices.count, let last = devices.last {
            let after = PercentEncoding.encode(last.serialNumber.text)
            headers[.link] = "</v1/devices?limit=\(limit)&after=\(after)>; rel=\"next\""
        }
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody { writer in
                var piece = ByteBuffer(string: "[")
                var isFirst = true
                for (position, device) in devices.enumerated() {
                    guard let view = try? await device.view() else { continue }
                    if !isFirst {
                        piece.writeString(",")
                    }
                    isFirst = false
                    piece.writeBytes(JSONText.encode(DeviceAnswer(view)))
                    if position % Self.piece == Self.piece - 1 {
                        try await writer.write(piece)
                        piece.clear()
                    }
                }
                piece.writeString("]")
                try await writer.write(piece)
                try await writer.finish(nil)
            }
        )
    }
}
