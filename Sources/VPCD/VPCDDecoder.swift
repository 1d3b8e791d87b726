package import NIOCore

/// Bytes of vpcd's socket to messages: two length bytes, big-endian, and then the message.
///
/// A length announces at most 65,535 bytes, and memory is taken for what has come, not for what was announced.
package struct VPCDDecoder: NIOSingleStepByteToMessageDecoder {
    package typealias InboundOut = VPCDMessage

    package init() {}

    package mutating func decode(buffer: inout ByteBuffer) -> VPCDMessage? {
        guard let message = buffer.readLengthPrefixedSlice(endianness: .big, as: UInt16.self) else { return nil }
        return VPCDMessage(parsing: Array(message.readableBytesView))
    }

    /// A message that was cut off is none.
    package mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) -> VPCDMessage? {
        self.decode(buffer: &buffer)
    }
}
