/// Why bytes are no packet.
package enum PacketError: Error, Equatable, Sendable {
    /// A report has 64 bytes.
    case wrongLength(byteCount: Int)
}
