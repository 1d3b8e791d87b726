import Bench
import HTTPService
import HTTPTypes
import Hummingbird

/// What can be done to a chip only: plugging it in, answering for its user, and talking to it without a driver.
struct ChipRoutes: Sendable {
    let registry: DeviceRegistry

    /// The longest command as hexadecimal digits, and what stands around it.
    static let commandLimit = 140_000

    func add(to router: RouterGroup<BasicRequestContext>) {
        router.get("attestation-root.pem") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "application/pem-certificate-chain"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: self.registry.attestationRootPEM))
            )
        }
        router.put("devices/{serial}/connection") { request, context in
            let chip = try await self.registry.chip(in: context)
            let change = try await request.decodeJSON(ConnectionBody.self).change
            return JSONAnswer(
                ChipAnswer(try await answering { () async throws(BenchRefusal) in try await chip.connect(change) })
            )
        }
        router.put("devices/{serial}/presence") { request, context in
            let chip = try await self.registry.chip(in: context)
            let setting = try await request.decodeJSON(PresenceBody.self).setting
            return JSONAnswer(
                ChipAnswer(try await answering { () async throws(BenchRefusal) in try await chip.set(setting) })
            )
        }
        router.post("devices/{serial}/apdu") { request, context in
            let chip = try await self.registry.chip(in: context)
            let body = try await request.decodeJSON(APDUBody.self, upTo: Self.commandLimit)
            let response = try await answering { () async throws(BenchRefusal) in
                try await chip.exchange(apdu: body.command)
            }
            return JSONAnswer(APDUAnswer(response))
        }
        router.post("devices/{serial}/ctaphid") { request, context in
            let chip = try await self.registry.chip(in: context)
            let body = try await request.decodeJSON(CTAPHIDBody.self)
            let exchange = try await answering { () async throws(BenchRefusal) in
                try await chip.exchange(body.command, body.data)
            }
            return JSONAnswer(CTAPHIDAnswer(exchange))
        }
    }
}
