/// Puts the packets of one message together, CTAP 2.1, sections 11.2.4 and 11.2.5.4.
package struct MessageAssembler: Equatable, Sendable {
    /// The channel of the message.
    package let channel: ChannelID

    /// What the message asks or answers.
    package let command: Command

    private let byteCount: Int
    private var payload: [UInt8]
    private var nextSequence: UInt8 = 0

    /// Begins a message with its initialization packet, of the size that all its packets have.
    package init(_ packet: Packet, size: ReportSize = .standard) throws(MessageError) {
        guard case .initialization(let command, let length) = packet.kind else { throw .unexpectedKind }
        guard length <= size.longestPayload else { throw .payloadTooLong(byteCount: Int(length)) }
        self.channel = packet.channel
        self.command = command
        self.byteCount = Int(length)
        self.payload = Array(packet.data.prefix(self.byteCount))
    }

    /// Goes on with a continuation packet; one that does not fit changes nothing.
    package mutating func append(_ packet: Packet) throws(MessageError) {
        guard packet.channel == self.channel else { throw .wrongChannel(packet.channel) }
        guard case .continuation(let sequence) = packet.kind, self.message == nil else { throw .unexpectedKind }
        guard sequence == self.nextSequence else { throw .wrongSequence(sequence, expected: self.nextSequence) }
        self.payload += packet.data.prefix(self.byteCount - self.payload.count)
        self.nextSequence &+= 1
    }

    /// The message if all of it is there.
    package var message: Message? {
        guard self.payload.count == self.byteCount else { return nil }
        return Message(channel: self.channel, command: self.command, fitting: self.payload)
    }
}
