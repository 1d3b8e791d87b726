import OTPDevices
import Synchronization

/// Which devices have something to do on their own, and when, in the order of bench time.
///
/// A binary heap. An entry may be out of date; the device knows best and does nothing then.
final class WakeQueue: Sendable {
    struct Entry: Sendable {
        let due: Instant
        let order: UInt64
        let host: OTPHost

        func isBefore(_ other: Entry) -> Bool {
            self.due != other.due ? self.due < other.due : self.order < other.order
        }
    }

    private struct State {
        var heap: [Entry] = []
        var order: UInt64 = 0
    }

    private let state = Mutex(State())
    /// Told when the first entry is another one than before.
    let changes: AsyncStream<Void>
    private let changed: AsyncStream<Void>.Continuation

    init() {
        (self.changes, self.changed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func push(_ host: OTPHost, due: Instant) {
        let isFirst = self.state.withLock { state in
            state.order &+= 1
            let entry = Entry(due: due, order: state.order, host: host)
            state.heap.append(entry)
            var child = state.heap.count - 1
            while child > 0, state.heap[child].isBefore(state.heap[(child - 1) / 2]) {
                state.heap.swapAt(child, (child - 1) / 2)
                child = (child - 1) / 2
            }
            return child == 0
        }
        if isFirst {
            self.changed.yield()
        }
    }

    var firstDue: Instant? {
        self.state.withLock { $0.heap.first?.due }
    }

    /// Wakes whoever waits for the first entry, because bench time jumped.
    func timeChanged() {
        self.changed.yield()
    }

    /// Takes the first entry out if its time has come.
    func pop(dueBy now: Instant) -> Entry? {
        self.state.withLock { state in
            guard let first = state.heap.first, first.due <= now else { return nil }
            let last = state.heap.removeLast()
            if !state.heap.isEmpty {
                state.heap[0] = last
                Self.sink(&state.heap)
            }
            return first
        }
    }

    /// Takes all entries out, in any order.
    func popAll() -> [Entry] {
        self.state.withLock { state in
            defer { state.heap = [] }
            return state.heap
        }
    }

    private static func sink(_ heap: inout [Entry]) {
        var parent = 0
        while true {
            var first = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].isBefore(heap[first])
            {
                first = child
            }
            guard first != parent else { return }
            heap.swapAt(first, parent)
            parent = first
        }
    }
}
