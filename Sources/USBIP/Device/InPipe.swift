import NIOCore

/// An endpoint to the host: transfers that wait for messages, or messages that wait for transfers.
struct InPipe {
    private struct Transfer {
        let sequence: UInt32
        let length: Int
    }

    /// How many transfers of the host wait at most; a driver keeps one or a few.
    private static let transferLimit = 256

    private let packetSize: Int
    private let messageLimit: Int
    private var transfers: CircularBuffer<Transfer> = []
    private var messages: CircularBuffer<[UInt8]> = []

    /// - Parameters:
    ///   - packetSize: of the endpoint; a message may go to several transfers of so many bytes each, or a multiple.
    ///   - messageLimit: how many messages wait; the oldest goes when there are more and nobody fetches them.
    init(packetSize: Int, messageLimit: Int) {
        self.packetSize = packetSize
        self.messageLimit = messageLimit
    }

    /// Whether the host waits for something to be sent.
    var isAwaited: Bool {
        !self.transfers.isEmpty
    }

    /// The host has room for so many bytes.
    mutating func submitted(sequence: UInt32, length: Int) -> URBCompletion? {
        guard self.transfers.count < Self.transferLimit else {
            return URBCompletion(sequence: sequence, failing: .noMemory)
        }
        self.transfers.append(Transfer(sequence: sequence, length: length))
        return self.completion()
    }

    /// The device has a message for the host.
    mutating func sent(_ message: [UInt8]) -> URBCompletion? {
        if self.messages.count >= self.messageLimit {
            _ = self.messages.popFirst()
        }
        self.messages.append(message)
        return self.completion()
    }

    /// The host wants a transfer back; says whether it still waited.
    mutating func unlinked(_ sequence: UInt32) -> Bool {
        guard let index = self.transfers.firstIndex(where: { $0.sequence == sequence }) else { return false }
        self.transfers.remove(at: index)
        return true
    }

    /// Forgets what was to be sent; transfers go on waiting.
    mutating func forgetMessages() {
        self.messages.removeAll()
    }

    /// Ends every transfer that waits, as when the endpoint halts.
    mutating func stalled() -> [URBCompletion] {
        defer { self.transfers.removeAll() }
        return self.transfers.map { URBCompletion(sequence: $0.sequence, failing: .stalled) }
    }

    /// One transfer that has a message, if there is one.
    private mutating func completion() -> URBCompletion? {
        guard !self.messages.isEmpty, let transfer = self.transfers.popFirst(),
            let message = self.messages.popFirst()
        else { return nil }
        guard message.count > transfer.length else {
            return URBCompletion(sequence: transfer.sequence, sending: message)
        }
        // A transfer of whole packets is full and the rest follows in the next; any other bursts, USB 2.0, 5.8.3.
        guard transfer.length > 0, transfer.length.isMultiple(of: self.packetSize) else {
            return URBCompletion(sequence: transfer.sequence, failing: .overflow)
        }
        self.messages.prepend(Array(message.dropFirst(transfer.length)))
        return URBCompletion(sequence: transfer.sequence, sending: Array(message.prefix(transfer.length)))
    }
}
