/// Why there is no such message, or why packets make none.
package enum MessageError: Error, Equatable, Sendable {
    /// A payload has at most 7,609 bytes.
    case payloadTooLong(byteCount: Int)

    /// A message begins with an initialization packet, and has only one.
    case unexpectedKind

    /// The packet belongs to another channel.
    case wrongChannel(ChannelID)

    /// The sequence number is not the next one.
    case wrongSequence(UInt8, expected: UInt8)
}
