import Activation
import LibCrypto
import Synchronization

/// Hashes passwords on threads of their own.
///
/// A hash takes tens of milliseconds and 32 MiB on purpose. So few run at once, none of them on a thread that serves requests,
/// and a bounded number waits: beyond it the service says that it is busy instead of falling ever further behind. Callers take
/// turns, and before a password is compared it is asked once more whether the comparison still matters.
final class PasswordWorkers: Sendable {
    private typealias Waiting = (since: ContinuousClock.Instant, turn: CheckedContinuation<Bool, Never>)

    private struct State {
        var free: Int
        var queue: FairQueue<CallerID?, Waiting>
        /// Durations of the last comparisons.
        var times: [Duration] = []
        var nextTime = 0
    }

    /// Timeout for a turn; the client has gone by then.
    private static let patience = Duration.seconds(10)
    private static let timeCount = 16

    private let threads: WorkThreads
    private let state: Mutex<State>

    /// - Parameters:
    ///   - threadCount: The most passwords that are hashed at once.
    ///   - pendingLimit: The most that are hashed or wait.
    init(threadCount: Int, pendingLimit: Int) {
        let free = max(0, min(threadCount, pendingLimit))
        self.state = Mutex(State(free: free, queue: FairQueue(limit: max(0, pendingLimit - free))))
        self.threads = WorkThreads(name: "passwords", count: threadCount)
    }

    /// The line to store for a new password.
    func hash(_ password: PreparedPassword, cost: ScryptCost, for caller: CallerID?) async throws -> String {
        _ = try await self.takeTurn(of: caller)
        defer { self.endTurn() }
        return try await self.onThread {
            try password.bytes.withBytes { bytes throws(PasswordHashError) in
                try PasswordHash(of: bytes, cost: cost).description
            }
        }
    }

    /// Compares a password with the line that was stored for it, if that matters.
    ///
    /// - Parameters:
    ///   - password: What was typed.
    ///   - stored: What it is compared with.
    ///   - caller: Who takes a turn.
    ///   - need: Whether the comparison matters now.
    ///   - again: Asked whether it still matters, after the request has waited.
    /// - Returns: Whether it is the right one; nil if that makes no difference.
    /// - Throws: ``ServiceBusy`` if too many wait, and what `again` throws.
    func verify(
        _ password: PreparedPassword,
        against stored: PasswordHash,
        for caller: CallerID?,
        need: PasswordNeed,
        again: @Sendable () async throws -> PasswordNeed
    ) async throws -> Bool? {
        var found = need
        let hasWaited = try await self.takeTurn(of: caller)
        let isRight: Bool?
        do {
            defer { self.endTurn() }
            if hasWaited { found = try await again() }
            isRight = found == .comparison ? try await self.compare(password, stored) : nil
        }
        // A holder whose passwords are not looked at must not be told from a user ID nobody has by the time.
        if found == .holderThrottled { try? await Task.sleep(for: self.usualTime) }
        return isRight
    }

    /// Compares a password whatever else is known.
    func verify(
        _ password: PreparedPassword,
        against stored: PasswordHash,
        for caller: CallerID?
    ) async throws -> Bool {
        _ = try await self.takeTurn(of: caller)
        defer { self.endTurn() }
        return try await self.compare(password, stored)
    }

    private func compare(_ password: PreparedPassword, _ stored: PasswordHash) async throws -> Bool {
        let (isRight, time) = try await self.onThread {
            let start = ContinuousClock.now
            let isRight = try password.bytes.withBytes { bytes throws(LibCryptoFailure) in try stored.verify(bytes) }
            return (isRight, ContinuousClock.now - start)
        }
        self.state.withLock { state in
            if state.times.count < Self.timeCount {
                state.times.append(time)
            } else {
                state.times[state.nextTime] = time
            }
            state.nextTime = (state.nextTime + 1) % Self.timeCount
        }
        return isRight
    }

    /// The time of one of the last comparisons.
    private var usualTime: Duration { self.state.withLock { $0.times.randomElement() ?? .zero } }

    private func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            self.threads.run {
                continuation.resume(with: Swift.Result { try body() })
            }
        }
    }

    // MARK: Turns

    /// Waits for a turn; whether there was anything to wait for.
    private func takeTurn(of caller: CallerID?) async throws(ServiceBusy) -> Bool {
        let isFree = self.state.withLock { state in
            guard state.free > 0 else { return false }
            state.free -= 1
            return true
        }
        guard !isFree else { return false }
        let isGranted = await withCheckedContinuation { continuation in
            self.wait(continuation, of: caller)
        }
        guard isGranted else { throw ServiceBusy() }
        return true
    }

    private func wait(_ turn: CheckedContinuation<Bool, Never>, of caller: CallerID?) {
        let answered: (turn: CheckedContinuation<Bool, Never>, isGranted: Bool)? = self.state.withLock { state in
            guard state.free == 0 else {
                state.free -= 1
                return (turn, true)
            }
            switch state.queue.append((.now, turn), of: caller) {
            case .added: return nil
            case .displaced(let other): return (other.turn, false)
            case .refused: return (turn, false)
            }
        }
        answered?.turn.resume(returning: answered?.isGranted ?? false)
    }

    /// Gives the turn to the next who has not waited in vain.
    private func endTurn() {
        let now = ContinuousClock.now
        let (late, next) = self.state.withLock { state in
            var late: [CheckedContinuation<Bool, Never>] = []
            while let waiting = state.queue.popFirst() {
                if now - waiting.since <= Self.patience { return (late, Optional(waiting.turn)) }
                late.append(waiting.turn)
            }
            state.free += 1
            return (late, nil)
        }
        for turn in late { turn.resume(returning: false) }
        next?.resume(returning: true)
    }
}

/// More work waits than the service is willing to hold.
struct ServiceBusy: Error, Equatable {}
