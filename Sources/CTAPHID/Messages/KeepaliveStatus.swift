/// The byte of a KEEPALIVE message, CTAP 2.1, section 11.2.9.1.7; every value is kept.
package struct KeepaliveStatus: RawRepresentable, Hashable, Sendable {
    /// The byte.
    package var rawValue: UInt8

    /// A status of any code.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The token is still working.
    package static let processing = KeepaliveStatus(rawValue: 1)

    /// The token waits to be touched.
    package static let userPresenceNeeded = KeepaliveStatus(rawValue: 2)
}
