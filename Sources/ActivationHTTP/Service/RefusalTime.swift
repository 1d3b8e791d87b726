/// How long a refusal takes: a whole number of quanta from the request's arrival on, whatever it was refused for.
///
/// The work itself differs by microseconds from cause to cause: a row more that is read, a count that is stored, the hash
/// function of a device that is there and of the decoy for one that is not. Whoever asks often enough could tell. Work that is
/// alike to the microsecond cannot be had from a database; an answer that leaves when the clock strikes can.
package struct RefusalTime: Equatable, Sendable {
    /// A code is looked up in less, and who mistyped does not notice.
    package static let ofCodes = RefusalTime(quantum: .milliseconds(50))
    /// A password is hashed in less.
    package static let ofActivations = RefusalTime(quantum: .milliseconds(250))
    /// As long as the work takes.
    package static let ofTheWork = RefusalTime(quantum: .zero)

    package let quantum: Duration

    package init(quantum: Duration) {
        self.quantum = quantum
    }

    /// Waits until the next whole number of quanta has passed.
    ///
    /// It holds no thread, and no lock or session of the store. A service that is told to stop waits no longer.
    func wait(since arrival: ContinuousClock.Instant) async {
        guard let end = self.end(of: ContinuousClock.now - arrival) else { return }
        try? await Task.sleep(until: arrival + end, tolerance: .zero)
    }

    /// When something that has taken so long may be told of; nil if at once.
    package func end(of taken: Duration) -> Duration? {
        guard self.quantum > .zero else { return nil }
        return self.quantum * Int((taken / self.quantum).rounded(.up))
    }
}
