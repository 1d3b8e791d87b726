/// How a request came in; CTAP 2.1, section 11.
package enum AuthenticatorTransport: Equatable, Sendable {
    /// CTAPHID, section 11.2: user presence is a touch.
    case usb
    /// ISO 7816-4 over ISO 14443, section 11.3: laying the device on the reader is the gesture.
    case nfc
}
