/// How a transfer ended: a negated error number of Linux, `Documentation/driver-api/usb/error-codes.rst`.
package struct URBStatus: RawRepresentable, Equatable, Sendable {
    package var rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    package static let success = URBStatus(rawValue: 0)
    /// More transfers wait than the device keeps: -ENOMEM.
    package static let noMemory = URBStatus(rawValue: -12)
    /// The endpoint stalled: -EPIPE.
    package static let stalled = URBStatus(rawValue: -32)
    /// The device had more to say than there was room for: -EOVERFLOW.
    package static let overflow = URBStatus(rawValue: -75)
    /// The transfer was unlinked: -ECONNRESET.
    package static let unlinked = URBStatus(rawValue: -104)
}
