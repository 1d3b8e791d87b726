import Bench
import HTTPService
import HTTPTypes
import Hummingbird
import LibCrypto
import Logging
import OTPCore
import OTPDevices
import PSKC

/// The devices with their secrets as a key container, RFC 6030, as a maker would send it to whoever verifies their codes.
struct PSKCRoutes: Sendable {
    let registry: DeviceRegistry
    let logger: Logger

    func add(to router: RouterGroup<BasicRequestContext>) {
        router.get("pskc") { request, _ in
            let container = PSKCWriter(encryption: try request.containerEncryption())
            let hosts = try await self.chosen(by: request)
            for host in hosts {
                try Self.refuseOtherEpochs(
                    try await answering { () async throws(BenchRefusal) in try await host.view() }
                )
            }
            return Response(
                status: .ok,
                headers: [
                    .contentType: "application/pskc+xml",
                    .contentDisposition: "attachment; filename=\"mitid-bench.pskc\"",
                ],
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(bytes: container.start()))
                    for host in hosts {
                        guard let snapshot = try? await host.snapshot() else { continue }
                        let package = try container.keyPackage(Self.key(of: snapshot), secret: snapshot.secret.span)
                        try await writer.write(ByteBuffer(bytes: package))
                    }
                    try await writer.write(ByteBuffer(bytes: container.end()))
                    try await writer.finish(nil)
                }
            )
        }
    }

    private func chosen(by request: Request) async throws(Problem) -> [OTPHost] {
        var serialNumbers: [String] = []
        for (name, value) in try request.queryItems() {
            guard name == "serial" else { throw .invalidMember(name, "is not known here; known is serial.") }
            serialNumbers.append(value)
        }
        guard !serialNumbers.isEmpty else {
            return await self.registry.devices(after: nil, limit: .max).compactMap { device in
                if case .otp(let host) = device { host } else { nil }
            }
        }
        var hosts: [OTPHost] = []
        var seen: Set<String> = []
        for text in serialNumbers where seen.insert(text).inserted {
            guard let serialNumber = try? SerialNumber(text) else { throw .unknownDevice(text) }
            hosts.append(
                try await answering { () async throws(BenchRefusal) in try await self.registry.otp(serialNumber) }
            )
        }
        return hosts
    }

    /// A container cannot say that steps are counted from another time than the Unix epoch.
    private static func refuseOtherEpochs(_ device: OTPView) throws(Problem) {
        guard case .time(_, let epoch) = device.profile.profile.movingFactor, epoch != 0 else { return }
        throw Problem(
            "not-exportable",
            status: .conflict,
            title: "A device cannot be written into a container",
            detail: "Device \(device.serialNumber.text) counts its steps from another time than 1970, which RFC 6030 "
                + "has no word for; choose the others with ?serial=."
        )
    }

    private static func key(of snapshot: OTPSnapshot) -> KeyProperties {
        let profile = snapshot.profile.profile
        let algorithm: KeyAlgorithm
        switch profile.movingFactor {
        case .counter:
            algorithm = .hotp(profile.algorithm, digits: profile.digits, counter: snapshot.counter)
        case .time(let step, _):
            algorithm = .totp(profile.algorithm, digits: profile.digits, clock: KeyClock(timeStep: step))
        }
        var key = KeyProperties(serialNumber: snapshot.serialNumber, algorithm: algorithm)
        key.manufacturer = "mitid-tokens"
        key.model = snapshot.kind.rawValue
        key.friendlyName = snapshot.name
        return key
    }
}

extension Request {
    /// How the container is encrypted; nil if the client sends no key.
    ///
    /// `Container-Key` is a pre-shared key of 16, 24 or 32 bytes in hexadecimal, for AES-CBC. The MAC is HMAC-SHA-1, the one every
    /// reader of RFC 6030, section 8, must know and the one makers ship.
    fileprivate func containerEncryption() throws(Problem) -> ContainerEncryption? {
        guard let name = HTTPField.Name.containerKey else { return nil }
        let values = self.headers[values: name]
        guard let value = values.first else { return nil }
        guard values.count == 1 else { throw .invalidMember("Container-Key", "must stand once.") }
        guard let key = SecretBytes(hex: value.utf8.span) else {
            throw .invalidMember("Container-Key", "must be hexadecimal digits.")
        }
        do throws(CipherError) {
            return try ContainerEncryption(key: key, hash: .sha1)
        } catch .keyLength(let count) {
            throw .invalidMember("Container-Key", "a key of \(count) bytes; AES takes 16, 24 or 32.")
        } catch {
            throw .internalError
        }
    }
}
