package import Activation
import Dispatch
import Synchronization

/// Where all waiting work is watched: it takes no time, and no thread that may be held up by anything else.
private let watchQueue = DispatchQueue(label: "waiting-work")

/// Work that waits for a store, in the order in which it came; what has waited for too long is refused.
///
/// Work is handed over once: either to who does it or to the watch that refuses it.
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

    /// How often the watch looks: work may be late by as much.
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
    ///   - arrival: When the request came that it is for.
    ///   - isFirst: Whether it goes before all that waits.
    ///   - limit: How much may wait.
    ///   - refuse: Called once if the work is not done because it waited for too long.
    /// - Returns: False if the limit is reached; then it was not added.
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

    /// Takes the first piece of work, and those after it for which a closure says so.
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

    /// Refuses what has waited for too long; goes on as long as anything waits.
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
    /// For a request whose client has hardly waited for it.
    package static let waitedTooLong = TokenStoreError.unavailable(
        reason: "the store was not free in the time that a client waits; nothing was done"
    )
}
