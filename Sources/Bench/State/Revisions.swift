import Synchronization

/// Numbers the states of all devices in the order they came to be.
final class Revisions: Sendable {
    private let last = Atomic<UInt64>(0)

    func next() -> UInt64 {
        self.last.add(1, ordering: .relaxed).newValue
    }
}
