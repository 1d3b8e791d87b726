/// A request to a token or its answer, CTAP 2.1, section 11.2.4.
package struct Message: Equatable, Sendable {
    /// The longest payload in reports of 64 bytes: one initialization and 128 continuation packets.
    package static let longestPayload =
        Packet.initializationCapacity + (Int(Packet.highestSequence) + 1) * Packet.continuationCapacity

    /// The channel it belongs to.
    package let channel: ChannelID

    /// What is asked or answered.
    package let command: Command

    /// At most 7,609 bytes in reports of 64, else ``ReportSize/longestPayload``.
    package let payload: [UInt8]

    /// A message; a payload that is too long for reports of the size is refused, one above 7,609 bytes for those of 64.
    package init(
        channel: ChannelID,
        command: Command,
        payload: [UInt8],
        size: ReportSize = .standard
    ) throws(MessageError) {
        guard payload.count <= size.longestPayload else { throw .payloadTooLong(byteCount: payload.count) }
        self.init(channel: channel, command: command, fitting: payload)
    }

    /// A message whose payload is known to fit.
    init(channel: ChannelID, command: Command, fitting payload: [UInt8]) {
        self.channel = channel
        self.command = command
        self.payload = payload
    }

    /// ERROR, section 11.2.9.1.6.
    package static func error(_ code: ErrorCode, on channel: ChannelID) -> Message {
        Message(channel: channel, command: .error, fitting: [code.rawValue])
    }

    /// KEEPALIVE, section 11.2.9.1.7.
    package static func keepalive(_ status: KeepaliveStatus, on channel: ChannelID) -> Message {
        Message(channel: channel, command: .keepalive, fitting: [status.rawValue])
    }

    /// The packets of 64 bytes that carry the message, in their order.
    package var packets: [Packet] { self.fragmented(into: .standard) }

    /// The packets of a size that carry the message; a payload that is too long for them is refused.
    package func packets(of size: ReportSize) throws(MessageError) -> [Packet] {
        guard self.payload.count <= size.longestPayload else {
            throw .payloadTooLong(byteCount: self.payload.count)
        }
        return self.fragmented(into: size)
    }

    private func fragmented(into size: ReportSize) -> [Packet] {
        var fragmenter = MessageFragmenter(self, size: size)
        var packets: [Packet] = []
        while let packet = fragmenter.next() {
            packets.append(packet)
        }
        return packets
    }
}
