/// Why bytes are no packet.
package enum PacketError: Error, Equatable, Sendable {
    /// A report has 64 bytes, or exactly the size that was given.
    case wrongLength(byteCount: Int)
}
