import OTPCore
import Synchronization

/// The last events of the bench, and those who read them.
///
/// There is one buffer for all: a reader only keeps the number of the event it wants next. Who reads too slowly is told
/// how many events it missed, and costs no memory.
package final class EventHub: Sendable {
    struct State {
        let firstNumber: UInt64
        var nextNumber: UInt64
        /// The event *n* stands at *n* modulo the capacity.
        var ring: [BenchEvent] = []
        var waiting: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var nextReader: UInt64 = 0
        var isClosed = false
    }

    private let state: Mutex<State>
    private let capacity: Int

    /// - Parameters:
    ///   - capacity: how many events are kept.
    ///   - firstNumber: the number of the first event; a later start of the bench must begin higher.
    package init(capacity: Int = 4096, firstNumber: UInt64) {
        self.state = Mutex(State(firstNumber: firstNumber, nextNumber: firstNumber))
        self.capacity = max(1, capacity)
    }

    package func publish(_ event: BenchEvent) {
        let waiting = self.state.withLock { state in
            let place = Int((state.nextNumber - state.firstNumber) % UInt64(self.capacity))
            if place < state.ring.count {
                state.ring[place] = event
            } else {
                state.ring.append(event)
            }
            state.nextNumber &+= 1
            return Self.takeWaiting(&state)
        }
        Self.resume(waiting)
    }

    /// Wakes every reader without an event, so that it can see whether its client is still there.
    package func wakeReaders() {
        Self.resume(self.state.withLock { Self.takeWaiting(&$0) })
    }

    /// Ends all reading, now and later.
    package func close() {
        let waiting = self.state.withLock { state in
            state.isClosed = true
            return Self.takeWaiting(&state)
        }
        Self.resume(waiting)
    }

    /// Begins to read after the event of that number, or with the next event there will be.
    package func read(after number: UInt64?) -> EventReader {
        self.state.withLock { state in
            state.nextReader &+= 1
            return EventReader(hub: self, id: state.nextReader, next: number.map { $0 &+ 1 } ?? state.nextNumber)
        }
    }

    /// Waits until there is something for a reader, or a wake without anything.
    func wait(reader: UInt64, next: UInt64) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = self.state.withLock { state in
                    if state.isClosed || Task.isCancelled || next != state.nextNumber {
                        return true
                    }
                    state.waiting[reader] = continuation
                    return false
                }
                if isReady {
                    continuation.resume()
                }
            }
        } onCancel: {
            self.state.withLock { $0.waiting.removeValue(forKey: reader) }?.resume()
        }
    }

    /// What a reader that wants `next` can have: a few events at a time.
    func batch(from next: UInt64) -> EventBatch? {
        self.state.withLock { state in
            guard !state.isClosed else { return nil }
            let oldest = state.nextNumber - UInt64(state.ring.count)
            var lost: UInt64 = 0
            var first = next
            if next < oldest {
                lost = oldest - max(next, state.firstNumber)
                // A number of an earlier run of the bench: how much was missed nobody can tell, but something was.
                lost = next < state.firstNumber ? lost + 1 : lost
                first = oldest
            } else if next > state.nextNumber {
                lost = 1
                first = state.nextNumber
            }
            let end = min(state.nextNumber, first + 64)
            let events = (first..<end).map { number in
                let place = Int((number - state.firstNumber) % UInt64(self.capacity))
                return NumberedEvent(number: number, event: state.ring[place])
            }
            return EventBatch(lost: lost, events: events, next: end)
        }
    }

    private static func takeWaiting(_ state: inout State) -> [CheckedContinuation<Void, Never>] {
        guard !state.waiting.isEmpty else { return [] }
        defer { state.waiting.removeAll(keepingCapacity: true) }
        return Array(state.waiting.values)
    }

    private static func resume(_ waiting: [CheckedContinuation<Void, Never>]) {
        for continuation in waiting {
            continuation.resume()
        }
    }
}
