import Synchronization

/// How long a request may wait for its store: as long as its client does.
///
/// What is older is refused without being done. Its client has gone by then: a code that were decided on all the same would
/// count, or count as wrong, for nobody, and after an outage there are thousands of them.
package final class StorePatience: Sendable {
    /// The patience of a client.
    package static let ofClients = Duration.seconds(10)

    /// What is left of it when the process is about to end.
    package static let atTheEnd = Duration.seconds(3)

    /// When the request came that the current task is about; the store counts from its own call where nobody has set it.
    @TaskLocal package static var arrival: ContinuousClock.Instant?

    private let limit: Duration
    private let endingSince = Mutex<ContinuousClock.Instant?>(nil)

    package init(_ limit: Duration = StorePatience.ofClients) {
        self.limit = limit
    }

    /// From now on nothing waits long, what waits already included.
    package func end() {
        self.endingSince.withLock { $0 = $0 ?? .now }
    }

    /// When a request that came at a moment is given up.
    package func deadline(ofArrival arrival: ContinuousClock.Instant) -> ContinuousClock.Instant {
        let usual = arrival + self.limit
        guard let ending = self.endingSince.withLock({ $0 }) else { return usual }
        return min(usual, max(arrival, ending) + Self.atTheEnd)
    }

    /// Whether a request that came at a moment is given up.
    package func isOver(forArrival arrival: ContinuousClock.Instant, at time: ContinuousClock.Instant = .now) -> Bool {
        self.deadline(ofArrival: arrival) <= time
    }

    /// When a request came that calls the store now.
    package static var currentArrival: ContinuousClock.Instant { self.arrival ?? .now }
}
