/// CID, the number of a channel between one application and the token, CTAP 2.1, section 11.2.3.
package struct ChannelID: RawRepresentable, Hashable, Sendable {
    /// The number, big-endian on the wire.
    package var rawValue: UInt32

    /// A channel of any number.
    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// A channel of its four bytes.
    package init(bytes: (UInt8, UInt8, UInt8, UInt8)) {
        self.rawValue =
            UInt32(bytes.0) << 24 | UInt32(bytes.1) << 16 | UInt32(bytes.2) << 8 | UInt32(bytes.3)
    }

    /// The channel on which a channel is asked for.
    package static let broadcast = ChannelID(rawValue: 0xFFFF_FFFF)

    /// The number that is never a channel.
    package static let reserved = ChannelID(rawValue: 0)

    /// The four bytes as they go over the wire.
    package var bytes: [UInt8] {
        [24, 16, 8, 0].map { (shift: UInt32) in UInt8(truncatingIfNeeded: self.rawValue >> shift) }
    }
}
