/// What a token can do, as INIT tells it, CTAP 2.1, section 11.2.9.1.3; every bit is kept.
package struct Capabilities: OptionSet, Hashable, Sendable {
    /// The byte.
    package var rawValue: UInt8

    /// Capabilities of any bits.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// It blinks on WINK.
    package static let wink = Capabilities(rawValue: 0x01)

    /// It takes CTAP2 messages.
    package static let cbor = Capabilities(rawValue: 0x04)

    /// It takes no U2F messages.
    package static let nmsg = Capabilities(rawValue: 0x08)
}
