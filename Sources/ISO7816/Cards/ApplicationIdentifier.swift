/// The name of an application on a card, ISO 7816-4:2020, section 12.3.4: an AID of 5 to 16 bytes.
package struct ApplicationIdentifier: Hashable, Sendable {
    /// The registered provider (5 bytes) and what it appended.
    package let bytes: [UInt8]

    /// An identifier of 5 to 16 bytes; `nil` for fewer or more.
    package init?(_ bytes: [UInt8]) {
        guard (5...16).contains(bytes.count) else { return nil }
        self.bytes = bytes
    }

    private init(unchecked bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// FIDO's applet, CTAP 2.1, section 11.3.3.
    package static let fido = ApplicationIdentifier(
        unchecked: [0xA0, 0x00, 0x00, 0x06, 0x47, 0x2F, 0x00, 0x01]
    )

    /// Whether a name given to SELECT is this one.
    ///
    /// It is the full name here: a right-truncated name, ISO 7816-4:2020, section 11.2.2, would let probes for a whole
    /// provider find the applet, which tokens in the field do not do.
    package func isNamed(by name: [UInt8]) -> Bool {
        self.bytes == name
    }
}
