import CTAPHID
import Synchronization

/// The host's end of CTAPHID for one request, CTAP 2.1, section 11.2.5.
///
/// It gives up when it hears nothing on its channel for as long as its patience lasts.
struct HIDClient: ~Copyable {
    private final class Silence: Sendable {
        let since: Mutex<Uptime>

        init(since: Uptime) {
            self.since = Mutex(since)
        }
    }

    private var reports: AsyncStream<[UInt8]>.Iterator
    private let uptime: UptimeClock
    private let silence: Silence
    private let watchdog: Task<Void, Never>

    /// Reads reports until `stop` ends them, which it does itself after so many milliseconds of silence.
    init(
        reports: AsyncStream<[UInt8]>,
        uptime: UptimeClock,
        patience: UInt64,
        stop: @escaping @Sendable () -> Void
    ) {
        let silence = Silence(since: uptime.now())
        self.reports = reports.makeAsyncIterator()
        self.uptime = uptime
        self.silence = silence
        self.watchdog = Task {
            while !Task.isCancelled {
                let end = silence.since.withLock { $0 }.advanced(byMilliseconds: patience)
                guard (try? await uptime.sleep(end)) != nil else { return }
                if silence.since.withLock({ $0 }).advanced(byMilliseconds: patience) <= uptime.now() {
                    return stop()
                }
            }
        }
    }

    deinit {
        self.watchdog.cancel()
    }

    /// Asks for a channel of one's own; nothing if none is given.
    mutating func openChannel(nonce: [UInt8], _ send: ([UInt8]) async -> Void) async -> ChannelID? {
        let answerBytes = 12
        guard let request = try? Message(channel: .broadcast, command: .initialize, payload: nonce) else { return nil }
        for packet in request.packets {
            await send(packet.bytes)
        }
        while let message = await self.nextMessage(on: .broadcast) {
            let payload = message.payload
            guard
                message.command == .initialize, payload.count >= answerBytes, Array(payload.prefix(8)) == nonce
            else { continue }
            return ChannelID(bytes: (payload[8], payload[9], payload[10], payload[11]))
        }
        return nil
    }

    /// Sends a message and waits for its answer; nothing if none comes.
    mutating func exchange(_ message: Message, _ send: ([UInt8]) async -> Void) async -> HIDExchange? {
        for packet in message.packets {
            await send(packet.bytes)
        }
        var keepaliveCount = 0
        while let answer = await self.nextMessage(on: message.channel) {
            guard answer.command == .keepalive else {
                return HIDExchange(answer: answer, keepaliveCount: keepaliveCount)
            }
            keepaliveCount += 1
        }
        return nil
    }

    private mutating func nextMessage(on channel: ChannelID) async -> Message? {
        var assembler: MessageAssembler?
        while let report = await self.reports.next(isolation: #isolation) {
            guard let packet = try? Packet(parsing: report), packet.channel == channel else { continue }
            self.silence.since.withLock { $0 = self.uptime.now() }
            if case .initialization = packet.kind {
                assembler = try? MessageAssembler(packet)
            } else {
                try? assembler?.append(packet)
            }
            if let message = assembler?.message {
                return message
            }
        }
        return nil
    }
}
