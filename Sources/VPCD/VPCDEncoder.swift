package import NIOCore

/// What the card answers to bytes of vpcd's socket: two length bytes, big-endian, and then the answer.
package struct VPCDEncoder: MessageToByteEncoder {
    package typealias OutboundIn = [UInt8]

    package init() {}

    package func encode(data answer: [UInt8], out buffer: inout ByteBuffer) throws {
        guard let length = UInt16(exactly: answer.count) else {
            throw VPCDError.answerTooLong(byteCount: answer.count)
        }
        buffer.reserveCapacity(minimumWritableBytes: MemoryLayout<UInt16>.size + answer.count)
        buffer.writeInteger(length, endianness: .big)
        buffer.writeBytes(answer)
    }
}
