import Bench
import HTTPService
import HTTPTypes
import Hummingbird
import OTPCore
import Synchronization

/// What happens on the bench as it happens, as server-sent events (HTML, section 9.2).
struct EventRoutes: Sendable {
    let events: EventHub
    let clock: BenchClock
    private let texts = EventTexts()
    private let readers = ReaderCount()

    init(events: EventHub, clock: BenchClock) {
        self.events = events
        self.clock = clock
    }

    func add(to router: RouterGroup<BasicRequestContext>) {
        router.get("events") { request, _ in
            let wanted = try Self.serialNumbers(in: request)
            let reader = self.events.read(after: try Self.lastNumber(in: request))
            guard self.readers.current < ReaderCount.limit else { throw Problem.tooManyReaders }
            return Response(
                status: .ok,
                headers: [.contentType: "text/event-stream"],
                body: ResponseBody { writer in
                    self.readers.add(1)
                    defer { self.readers.add(-1) }
                    // The first bytes open the stream on the client's side before anything happens.
                    try await writer.write(ByteBuffer(string: "retry: 1000\n\n"))
                    var reader = reader
                    while let batch = await reader.nextBatch() {
                        try await writer.write(self.text(of: batch, wanted: wanted))
                    }
                    try await writer.finish(nil)
                }
            )
        }
    }

    private func text(of batch: EventBatch, wanted: Set<String>) -> ByteBuffer {
        var text = ByteBuffer()
        if batch.lost > 0 {
            text.writeString("event: lost\ndata: ")
            text.writeBytes(JSONText.encode(EventAnswer(lost: batch.lost, at: self.clock.now)))
            text.writeString("\n\n")
        }
        for numbered in batch.events {
            if !wanted.isEmpty, let serialNumber = numbered.event.serialNumber, !wanted.contains(serialNumber.text) {
                continue
            }
            text.writeImmutableBuffer(self.texts.text(of: numbered))
        }
        if text.readableBytes == 0 {
            // A comment: nobody reads it, but a connection that is gone shows when it is written.
            text.writeString(":\n\n")
        }
        return text
    }

    private static func lastNumber(in request: Request) throws(Problem) -> UInt64? {
        guard let text = request.headers[.lastEventID], !text.isEmpty else { return nil }
        guard let number = UInt64(text) else { throw .invalidMember("Last-Event-ID", "must be the id of an event.") }
        return number
    }

    private static func serialNumbers(in request: Request) throws(Problem) -> Set<String> {
        var wanted: Set<String> = []
        for (name, value) in try request.queryItems() {
            guard name == "serial" else { throw .invalidMember(name, "is not known here; known is serial.") }
            guard (try? SerialNumber(value)) != nil else { throw .invalidMember("serial", "must be a serial number.") }
            wanted.insert(value)
        }
        return wanted
    }
}

/// The clients that read events now.
private final class ReaderCount: Sendable {
    static let limit = 256

    private let count = Mutex(0)

    var current: Int { self.count.withLock { $0 } }

    func add(_ change: Int) {
        self.count.withLock { $0 += change }
    }
}

extension Problem {
    fileprivate static let tooManyReaders = Problem(
        "too-many-readers",
        status: .serviceUnavailable,
        title: "Too many clients read events",
        detail: "\(ReaderCount.limit) clients may read events at once; try again when one of them has ended.",
        headers: [.retryAfter: "10"]
    )
}
