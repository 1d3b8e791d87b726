package import OTPCore

/// A device of the bench: the actor that owns it.
package enum Device: Sendable {
    case otp(OTPHost)
    case chip(ChipHost)

    package var serialNumber: SerialNumber {
        switch self {
        case .otp(let host): host.serialNumber
        case .chip(let host): host.serialNumber
        }
    }

    package var kind: DeviceKind {
        switch self {
        case .otp(let host): .otp(host.kind)
        case .chip: .chip
        }
    }

    /// The device as it stands.
    package func view() async throws(BenchRefusal) -> DeviceView {
        switch self {
        case .otp(let host): .otp(try await host.view())
        case .chip(let host): .chip(try await host.view())
        }
    }

    /// Everything there is to know, secrets included.
    package func snapshot() async throws(BenchRefusal) -> DeviceSnapshot {
        switch self {
        case .otp(let host): .otp(try await host.snapshot())
        case .chip(let host): .chip(try await host.snapshot())
        }
    }

    /// Takes the device off the bench; nothing can happen to it any more.
    func remove() async throws(BenchRefusal) {
        switch self {
        case .otp(let host): try await host.remove()
        case .chip(let host): try await host.remove()
        }
    }

    /// Tells everybody that this device is there now.
    func announce() async {
        switch self {
        case .otp(let host): await host.announce()
        case .chip(let host): await host.announce()
        }
    }
}
