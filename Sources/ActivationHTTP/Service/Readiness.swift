import Logging
import Synchronization

/// Readiness for requests: the store takes decisions, and the process is not about to stop.
///
/// The store is asked by one request at a time and at most once a second, so that requests do not pile up behind a lost store.
final class Readiness: Sendable {
    enum Answer: Equatable, Sendable {
        case ready
        case draining
        case withoutStore
    }

    private struct State {
        var isDraining = false
        var isAsking = false
        /// The number of the current round of waiting requests.
        var question: UInt64 = 0
        var waiting: [CheckedContinuation<Bool, Never>] = []
        var known: (isAvailable: Bool, since: ContinuousClock.Instant)?
        var lastAnswer = true
    }

    /// The limit of the store's answer.
    static let limit = Duration.seconds(2)

    /// The time for which an answer holds.
    private static let validity = Duration.seconds(1)

    private let logger: Logger
    private let ask: @Sendable () async throws -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - logger: Logs when the answer changes.
    ///   - ask: Asks the store; throws if it takes no decisions.
    init(logger: Logger, _ ask: @escaping @Sendable () async throws -> Void) {
        self.logger = logger
        self.ask = ask
    }

    /// Marks the process as about to stop.
    func drain() {
        self.state.withLock { $0.isDraining = true }
    }

    func check() async -> Answer {
        if self.state.withLock({ $0.isDraining }) { return .draining }
        let isAvailable = await withCheckedContinuation { (answer: CheckedContinuation<Bool, Never>) in
            enum Step {
                case answer(Bool)
                case ask(UInt64)
                case wait(UInt64)
            }
            let step = self.state.withLock { state -> Step in
                if let known = state.known, ContinuousClock.now - known.since < Self.validity {
                    return .answer(known.isAvailable)
                }
                // The first waiting request starts the timeout of its round.
                let isFirst = state.waiting.isEmpty
                if isFirst { state.question += 1 }
                state.waiting.append(answer)
                defer { state.isAsking = true }
                if !state.isAsking { return .ask(state.question) }
                return .wait(isFirst ? state.question : 0)
            }
            switch step {
            case .answer(let isAvailable):
                answer.resume(returning: isAvailable)
            case .ask(let question):
                Task { await self.askStore() }
                Task { await self.endWaiting(for: question) }
            case .wait(let question) where question > 0:
                Task { await self.endWaiting(for: question) }
            case .wait:
                break
            }
        }
        return isAvailable ? .ready : .withoutStore
    }

    private func askStore() async {
        var reason: String?
        do {
            try await self.ask()
        } catch {
            reason = "\(error)"
        }
        let isAvailable = reason == nil
        self.answer(isAvailable, reason) { state in
            state.isAsking = false
            state.known = (isAvailable, .now)
            return true
        }
    }

    private func endWaiting(for question: UInt64) async {
        try? await Task.sleep(for: Self.limit)
        self.answer(false, "the store has not answered for \(Self.limit)") { state in
            state.question == question && !state.waiting.isEmpty
        }
    }

    /// Answers all waiting requests, if that is still due.
    private func answer(_ isAvailable: Bool, _ reason: String?, if isDue: (inout State) -> Bool) {
        let (waiting, isNews) = self.state.withLock { state in
            guard isDue(&state) else { return ([CheckedContinuation<Bool, Never>](), false) }
            defer {
                state.waiting = []
                state.lastAnswer = isAvailable
            }
            return (state.waiting, state.lastAnswer != isAvailable)
        }
        if isNews {
            if isAvailable {
                self.logger.notice("ready again")
            } else {
                self.logger.warning("not ready", metadata: ["reason": "\(reason ?? "")"])
            }
        }
        for answer in waiting { answer.resume(returning: isAvailable) }
    }
}
