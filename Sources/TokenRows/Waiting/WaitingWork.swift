package import Activation
import Dispatch
import Synchronization

/// The queue of all watches; they take no time, and nothing else blocks it.
private let watchQueue = DispatchQueue(label: "waiting-work")

/// A queue of work for a store, which refuses work whose client waits no longer.
///
/// Each piece of work is either taken or refused, never both.
package final class WaitingWork<Work: Sendable>: Sendable {
    private struct Piece {
        let work: Work
        let arrival: ContinuousClock.Instant
        let refuse: @Sendable (TokenStoreError) -> Void
    }

    private struct State {
        var pieces: ArraySlice<Piece> = []
        var isWatched = false
    }

    /// The interval of the watch; work may be refused late by as much.
    private static var interval: DispatchTimeInterval { .milliseconds(250) }

    private let patience: StorePatience
    private let state = Mutex(State())

    package init(_ patience: StorePatience) {
        self.patience = patience
    }

    /// Adds work at the end, or before all other.
    ///
    /// - Parameters:
    ///   - work: The work.
    ///   - arrival: The arrival of its request.
    ///   - isFirst: Whether it goes before all other work.
    ///   - limit: The largest number of waiting pieces; it does not hold for the first.
    ///   - refuse: Called once if the work is refused.
    /// - Returns: False if the limit is reached; then the work was not added.
    package func append(
        _ work: Work,
        arrival: ContinuousClock.Instant,
        isFirst: Bool = false,
        limit: Int = .max,
        refuse: @escaping @Sendable (TokenStoreError) -> Void
    ) -> Bool {
        let piece = Piece(work: work, arrival: arrival, refuse: refuse)
        let (isAdded, mustWatch) = self.state.withLock { state in
            guard isFirst || state.pieces.count < limit else { return (false, false) }
            if isFirst { state.pieces.insert(piece, at: state.pieces.startIndex) } else { state.pieces.append(piece) }
            defer { state.isWatched = true }
            return (true, !state.isWatched)
        }
        if mustWatch { self.watchLater() }
        return isAdded
    }

    /// Takes the first piece of work, and the next ones as long as a closure returns true.
    package func take(while belongs: (_ first: Work, _ next: Work, _ count: Int) -> Bool) -> [Work] {
        self.state.withLock { state in
            guard let first = state.pieces.popFirst()?.work else { return [] }
            var taken = [first]
            while let next = state.pieces.first?.work, belongs(first, next, taken.count) {
                taken.append(next)
                state.pieces.removeFirst()
            }
            return taken
        }
    }

    private func watchLater() {
        watchQueue.asyncAfter(deadline: .now() + Self.interval) { self.watch() }
    }

    /// Refuses late work, and repeats that while any work waits.
    private func watch() {
        let (late, goesOn) = self.state.withLock { state in
            let now = ContinuousClock.now
            let isLate = { (piece: Piece) in self.patience.isOver(forArrival: piece.arrival, at: now) }
            let late = state.pieces.filter(isLate)
            if !late.isEmpty { state.pieces.removeAll(where: isLate) }
            state.isWatched = !state.pieces.isEmpty
            return (late, state.isWatched)
        }
        for piece in late { piece.refuse(.waitedTooLong) }
        if goesOn { self.watchLater() }
    }
}

extension TokenStoreError {
    /// The error of a request whose client waits no longer.
    package static let waitedTooLong = TokenStoreError.unavailable(
        reason: "the request waited for the store longer than a client does, and was not carried out"
    )
}
