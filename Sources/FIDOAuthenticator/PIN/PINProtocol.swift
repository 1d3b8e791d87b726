/// A PIN/UV auth protocol; CTAP 2.1, sections 6.5.6 and 6.5.7.
package enum PINProtocol: UInt8, Sendable {
    case one = 1
    case two = 2
}
