/// One who reads the events of a bench in order.
package struct EventReader: Sendable {
    let hub: EventHub
    let id: UInt64
    private var next: UInt64

    init(hub: EventHub, id: UInt64, next: UInt64) {
        self.hub = hub
        self.id = id
        self.next = next
    }

    /// Waits for events; an empty batch is only a sign of life, and nothing is the end.
    package mutating func nextBatch() async -> EventBatch? {
        await self.hub.wait(reader: self.id, next: self.next)
        guard !Task.isCancelled, let batch = self.hub.batch(from: self.next) else { return nil }
        self.next = batch.next
        return batch
    }
}
