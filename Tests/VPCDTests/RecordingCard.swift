import VPCD

/// A card that answers commands in simple ways and remembers what happened to it.
actor RecordingCard: VirtualCard {
    enum Event: Equatable {
        case powerOn
        case powerOff
        case reset
        case command([UInt8])
        case commandCancelled
    }

    /// Waits until the task is cancelled, as a command does that waits for a touch.
    static let waits: [UInt8] = [0xFE, 0x00]
    /// Has no answer.
    static let isMute: [UInt8] = [0xFD, 0x00]
    /// Has an answer that is too long for vpcd.
    static let tellsTooMuch: [UInt8] = [0xFC, 0x00]

    nonisolated let events: AsyncStream<Event>
    nonisolated let answerToReset: [UInt8]
    nonisolated let isOnReader: Bool
    private let continuation: AsyncStream<Event>.Continuation

    init(answerToReset: [UInt8] = [0x3B, 0x80, 0x80, 0x01, 0x01], isOnReader: Bool = true) {
        self.isOnReader = isOnReader
        (self.events, self.continuation) = AsyncStream.makeStream()
        self.answerToReset = answerToReset
    }

    func powerOn() {
        self.continuation.yield(.powerOn)
    }

    func powerOff() {
        self.continuation.yield(.powerOff)
    }

    func reset() {
        self.continuation.yield(.reset)
    }

    func transmit(_ command: [UInt8]) async -> [UInt8]? {
        self.continuation.yield(.command(command))
        switch command {
        case Self.waits:
            let (never, keeper) = AsyncStream<Never>.makeStream()
            for await _ in never {}
            self.continuation.yield(.commandCancelled)
            keeper.finish()
            return [0x6F, 0x00]
        case Self.isMute:
            return nil
        case Self.tellsTooMuch:
            return [UInt8](repeating: 0, count: 65_536)
        default:
            return command
        }
    }

    /// The next events; nothing else may have happened in between.
    func next(_ count: Int) async -> [Event] {
        var events: [Event] = []
        for await event in self.events.prefix(count) {
            events.append(event)
        }
        return events
    }
}
