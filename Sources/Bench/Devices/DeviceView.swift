/// A device as everybody may see it: all but its secrets.
package enum DeviceView: Sendable {
    case otp(OTPView)
    case chip(ChipView)
}
