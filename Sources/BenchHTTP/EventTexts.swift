import Bench
import HTTPService
import Hummingbird
import Synchronization

/// Events as the text of a stream, HTML, section 9.2.6; each is encoded once for all who read it.
final class EventTexts: Sendable {
    /// Readers that keep up are no further apart than this; an event of longer ago is encoded again.
    private static let capacity: UInt64 = 512

    private let texts = Mutex([Int: (number: UInt64, text: ByteBuffer)]())

    func text(of event: NumberedEvent) -> ByteBuffer {
        // Inside the lock, so that two readers do not encode the same event.
        self.texts.withLock { texts in
            let place = Int(event.number % Self.capacity)
            if let known = texts[place], known.number == event.number { return known.text }
            var text = ByteBuffer()
            text.writeString("id: \(event.number)\nevent: \(EventAnswer.name(of: event.event))\ndata: ")
            text.writeBytes(JSONText.encode(EventAnswer(event.event)))
            text.writeString("\n\n")
            if texts[place].map({ $0.number < event.number }) ?? true { texts[place] = (event.number, text) }
            return text
        }
    }
}
