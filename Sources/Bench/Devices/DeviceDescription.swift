import OTPCore

/// What a device is to be when it is made.
package enum DeviceDescription: Sendable {
    case otp(OTPDescription)
    case chip(ChipDescription)

    /// Nothing: the bench thinks of one.
    var serialNumber: SerialNumber? {
        switch self {
        case .otp(let description): description.serialNumber
        case .chip(let description): description.serialNumber
        }
    }
}
