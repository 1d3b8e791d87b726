package import Bench
import CTAPHID
import Synchronization

/// A clock for chips that moves only when a test moves it.
package final class ManualUptime: Sendable {
    private struct Sleeper {
        let until: Uptime
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Uptime.zero
        var sleepers: [UInt64: Sleeper] = [:]
        var next: UInt64 = 0
        var readings: UInt64 = 0
    }

    private let state = Mutex(State())

    package init() {}

    package var clock: UptimeClock {
        UptimeClock(
            now: { self.read() },
            sleep: { until in try await self.sleep(until) }
        )
    }

    /// How often the time was read: a number that no longer rises means that all work waits.
    package var readings: UInt64 { self.state.withLock { $0.readings } }

    private func read() -> Uptime {
        self.state.withLock { state in
            state.readings += 1
            return state.now
        }
    }

    /// Moves on and wakes what has slept until then.
    package func advance(byMilliseconds milliseconds: UInt64) {
        let due = self.state.withLock { state in
            state.now = state.now.advanced(byMilliseconds: milliseconds)
            let due = state.sleepers.filter { $0.value.until <= state.now }
            for number in due.keys {
                state.sleepers[number] = nil
            }
            return due.values.map(\.continuation)
        }
        for continuation in due {
            continuation.resume()
        }
    }

    private func sleep(_ until: Uptime) async throws {
        let number = self.state.withLock { state in
            state.next += 1
            state.readings += 1
            return state.next
        }
        try Task.checkCancellation()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOver = self.state.withLock { state in
                    guard until > state.now, !Task.isCancelled else { return true }
                    state.sleepers[number] = Sleeper(until: until, continuation: continuation)
                    return false
                }
                if isOver {
                    continuation.resume()
                }
            }
        } onCancel: {
            self.state.withLock { $0.sleepers.removeValue(forKey: number) }?.continuation
                .resume(throwing: CancellationError())
        }
    }
}
