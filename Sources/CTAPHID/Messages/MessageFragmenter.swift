/// Cuts a message into packets one after the other, CTAP 2.1, section 11.2.4.
package struct MessageFragmenter: Equatable, Sendable {
    private let message: Message
    private var rest: ArraySlice<UInt8>
    private var nextSequence: UInt8?
    private var isFinished = false

    /// The packets of a message, none of them taken yet.
    package init(_ message: Message) {
        self.message = message
        self.rest = message.payload[...]
    }

    /// The next packet; `nil` behind the last.
    package mutating func next() -> Packet? {
        guard !self.isFinished else { return nil }
        let kind: PacketKind
        if let sequence = self.nextSequence {
            kind = .continuation(sequence: sequence)
            self.nextSequence = sequence &+ 1
        } else {
            let byteCount = UInt16(truncatingIfNeeded: self.message.payload.count)
            kind = .initialization(self.message.command, byteCount: byteCount)
            self.nextSequence = 0
        }
        let packet = Packet(channel: self.message.channel, kind: kind, data: self.rest.prefix(kind.capacity))
        self.rest = self.rest.dropFirst(kind.capacity)
        self.isFinished = self.rest.isEmpty
        return packet
    }
}
