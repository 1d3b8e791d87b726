/// Cuts a message into packets one after the other, CTAP 2.1, section 11.2.4.
package struct MessageFragmenter: Equatable, Sendable {
    private let message: Message
    private let size: ReportSize
    private var rest: ArraySlice<UInt8>
    private var nextSequence: UInt8?
    private var isFinished = false

    /// The packets of a message that fits into packets of the size, none of them taken yet.
    package init(_ message: Message, size: ReportSize = .standard) {
        self.message = message
        self.size = size
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
        let capacity = kind.capacity(in: self.size)
        let packet = Packet(
            channel: self.message.channel,
            kind: kind,
            data: self.rest.prefix(capacity),
            size: self.size
        )
        self.rest = self.rest.dropFirst(capacity)
        self.isFinished = self.rest.isEmpty
        return packet
    }
}
