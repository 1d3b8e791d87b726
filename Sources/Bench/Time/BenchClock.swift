package import OTPDevices
import Synchronization

/// The time of the bench: that of the machine, until somebody freezes, sets or advances it.
package final class BenchClock: Sendable {
    private struct State {
        var offset: Int64
        var frozenAt: Instant?
    }

    private let state: Mutex<State>
    private let wall: @Sendable () -> Instant

    /// - Parameters:
    ///   - stored: how it stood when it was last stored.
    ///   - wall: the clock of the machine.
    package init(_ stored: StoredClock = StoredClock(), wall: @escaping @Sendable () -> Instant) {
        self.state = Mutex(State(offset: stored.offsetMilliseconds, frozenAt: stored.frozenAt))
        self.wall = wall
    }

    package var now: Instant {
        let wall = self.wall()
        return self.state.withLock { $0.frozenAt ?? wall.advanced(byMilliseconds: $0.offset) }
    }

    package var reading: ClockReading {
        let wall = self.wall()
        return self.state.withLock { state in
            let now = state.frozenAt ?? wall.advanced(byMilliseconds: state.offset)
            return ClockReading(
                now: now,
                isFrozen: state.frozenAt != nil,
                offsetMilliseconds: now.milliseconds(since: wall)
            )
        }
    }

    package var stored: StoredClock {
        self.state.withLock { StoredClock(offsetMilliseconds: $0.offset, frozenAt: $0.frozenAt) }
    }

    /// How long the machine has to wait for a bench time; nothing while the clock stands still.
    func wait(until due: Instant) -> Duration? {
        let wall = self.wall()
        return self.state.withLock { state in
            guard state.frozenAt == nil else { return nil }
            return .milliseconds(max(0, due.milliseconds(since: wall.advanced(byMilliseconds: state.offset))))
        }
    }

    /// Changes the clock, or nothing if that would leave ``ClockChange/range``.
    ///
    /// - Returns: the time it read before; nothing if it was not changed.
    func change(_ change: ClockChange) -> Instant? {
        let wall = self.wall()
        return self.state.withLock { state in
            let before = state.frozenAt ?? wall.advanced(byMilliseconds: state.offset)
            let now = (change.set ?? before).advanced(byMilliseconds: change.advance ?? 0)
            guard ClockChange.range.contains(now) else { return nil }
            state.frozenAt = change.freeze ?? (state.frozenAt != nil) ? now : nil
            state.offset = now.milliseconds(since: wall)
            return before
        }
    }
}
