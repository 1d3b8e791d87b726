import Synchronization

/// Cancellation by the caller, which a running exchange asks for.
final class Cancellation: Sendable {
    private let value = Atomic(false)

    var isCancelled: Bool { self.value.load(ordering: .acquiring) }

    func cancel() { self.value.store(true, ordering: .releasing) }
}
