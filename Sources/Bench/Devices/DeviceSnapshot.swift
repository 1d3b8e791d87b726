package import OTPCore

/// The whole state of one device, its secrets included, to be stored and put back.
package enum DeviceSnapshot: Equatable, Sendable {
    case otp(OTPSnapshot)
    case chip(ChipSnapshot)

    package var serialNumber: SerialNumber {
        switch self {
        case .otp(let snapshot): snapshot.serialNumber
        case .chip(let snapshot): snapshot.serialNumber
        }
    }
}
