/// CMD of a message, CTAP 2.1, section 11.2.9; seven bits, every value is kept.
package struct Command: RawRepresentable, Hashable, Sendable {
    /// The code without the bit that marks an initialization packet.
    package var rawValue: UInt8

    /// A command of any code; its highest bit is dropped.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue & 0x7F
    }

    /// Echo, section 11.2.9.1.4.
    package static let ping = Command(rawValue: 0x01)

    /// A U2F raw message, section 11.2.9.1.1.
    package static let msg = Command(rawValue: 0x03)

    /// Keeps other channels out for some seconds, section 11.2.9.2.2.
    package static let lock = Command(rawValue: 0x04)

    /// Asks for a channel or sets one back, section 11.2.9.1.3.
    package static let initialize = Command(rawValue: 0x06)

    /// Blinks, section 11.2.9.2.1.
    package static let wink = Command(rawValue: 0x08)

    /// A CTAP2 message, section 11.2.9.1.2.
    package static let cbor = Command(rawValue: 0x10)

    /// Gives up the CTAP2 command under way, section 11.2.9.1.5.
    package static let cancel = Command(rawValue: 0x11)

    /// Still working: from the token only, section 11.2.9.1.7.
    package static let keepalive = Command(rawValue: 0x3B)

    /// Refused: from the token only, section 11.2.9.1.6.
    package static let error = Command(rawValue: 0x3F)
}
