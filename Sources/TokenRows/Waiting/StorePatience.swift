import Synchronization

/// The time that a request may wait for its store: the patience of a client.
///
/// A request that has waited longer is refused and not carried out. Its client has given up: after an outage its code would be
/// accepted, or counted as wrong, without anyone who waits for the answer.
package final class StorePatience: Sendable {
    /// The patience of a client.
    package static let ofClients = Duration.seconds(10)

    /// The patience when the process is about to end.
    package static let atTheEnd = Duration.seconds(3)

    /// The arrival of the current task's request; if it is `nil`, the time of the call to the store counts.
    @TaskLocal package static var arrival: ContinuousClock.Instant?

    private let limit: Duration
    private let endingSince = Mutex<ContinuousClock.Instant?>(nil)

    package init(_ limit: Duration = StorePatience.ofClients) {
        self.limit = limit
    }

    /// Shortens the patience of all requests, including those that wait already.
    package func end() {
        self.endingSince.withLock { $0 = $0 ?? .now }
    }

    /// The moment from which a request is refused.
    package func deadline(ofArrival arrival: ContinuousClock.Instant) -> ContinuousClock.Instant {
        let usual = arrival + self.limit
        guard let ending = self.endingSince.withLock({ $0 }) else { return usual }
        return min(usual, max(arrival, ending) + Self.atTheEnd)
    }

    /// Whether a request is refused.
    package func isOver(forArrival arrival: ContinuousClock.Instant, at time: ContinuousClock.Instant = .now) -> Bool {
        self.deadline(ofArrival: arrival) <= time
    }

    /// The arrival to count from in a call to the store.
    package static var currentArrival: ContinuousClock.Instant { self.arrival ?? .now }
}
