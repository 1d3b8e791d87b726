import Activation
import Dispatch
import Foundation
import Synchronization
import TokenRows

/// Threads with one session each, which do one piece of work after another.
///
/// A session waits for its server on a thread of its own, so that it blocks no thread that serves requests. Work waits in a queue
/// until a session is free, as long as its client waits; if the queue is full, work is refused at once. The next free session
/// takes all decisions at the head of the queue: while sessions are free that is one decision, and under load they share
/// transactions.
final class PostgresPool: Sendable {
    enum Work: Sendable {
        /// What has a session to itself.
        case alone(@Sendable (inout PostgresSession) -> Void)
        /// A decision, which may share a transaction with those that wait beside it.
        case decision(PendingDecision)
    }

    /// So many decisions share a transaction at most: their statements go out together.
    private static let groupLimit = PostgresConnection.pipelineDepth / 2 - 2

    /// The limit of the wait for the end of the sessions, in seconds.
    ///
    /// A session whose server hangs ends later, by the limits of its answers, or with the process.
    private static let closingLimit = 2.0

    /// What the threads hold on to; the pool itself ends with its owner.
    private final class Desk: Sendable {
        let waiting: WaitingWork<Work>
        let isClosed = Mutex(false)
        /// Counts the pieces of work, and one more for each thread when all is over.
        let calls = DispatchSemaphore(value: 0)
        let ended = DispatchGroup()

        init(_ patience: StorePatience) {
            self.waiting = WaitingWork(patience)
        }
    }

    let patience: StorePatience
    private let desk: Desk
    private let size: Int
    private let queueLimit: Int

    init(
        _ address: PostgresAddress,
        size: Int,
        queueLimit: Int,
        patience: StorePatience,
        limits: PostgresLimits,
        keyFile: SealingKeyFile
    ) {
        self.size = size
        self.queueLimit = queueLimit
        self.patience = patience
        let desk = Desk(patience)
        self.desk = desk
        for number in 1...size {
            desk.ended.enter()
            let thread = Thread {
                var session = PostgresSession(address, patience, limits, keyFile)
                while let works = Self.next(at: desk) { Self.perform(works, on: &session) }
                desk.ended.leave()
            }
            thread.name = "postgres-\(number)"
            thread.start()
        }
    }

    /// Waits for a free session and lends it.
    ///
    /// - Parameters:
    ///   - arrival: When the request came that it is for.
    ///   - isFirst: Whether it goes before all that waits.
    ///   - body: What is done with the session.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` threw, or ``Activation/TokenStoreError/unavailable(reason:)`` if no session was free in time.
    func withSession<Result: Sendable>(
        arrival: ContinuousClock.Instant,
        isFirst: Bool = false,
        _ body: @escaping @Sendable (inout PostgresSession) throws(TokenStoreError) -> Result
    ) async throws(TokenStoreError) -> Result {
        try await self.answer(arrival: arrival, isFirst: isFirst) { answer in
            .alone { session in answer(Swift.Result { () throws(TokenStoreError) in try body(&session) }) }
        }
    }

    /// Waits for a piece of work, which gives its answer to the closure it is made with, once.
    func answer<Answer: Sendable>(
        arrival: ContinuousClock.Instant,
        isFirst: Bool = false,
        _ makeWork: (@escaping @Sendable (Result<Answer, TokenStoreError>) -> Void) -> Work
    ) async throws(TokenStoreError) -> Answer {
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<Answer, TokenStoreError>, Never>) in
            let work = makeWork { result in continuation.resume(returning: result) }
            let refusal = self.desk.isClosed.withLock { isClosed -> TokenStoreError? in
                guard !isClosed else { return .unavailable(reason: "the store is closed") }
                let isAdded = self.desk.waiting.append(
                    work,
                    arrival: arrival,
                    isFirst: isFirst,
                    limit: self.queueLimit
                ) { error in continuation.resume(returning: .failure(error)) }
                return isAdded
                    ? nil : .unavailable(reason: "\(self.queueLimit) decisions wait for the database already")
            }
            if let refusal {
                continuation.resume(returning: .failure(refusal))
            } else {
                self.desk.calls.signal()
            }
        }
        return try result.get()
    }

    /// Takes no new work, does what waits, and ends the sessions.
    func close() {
        let isFirst = self.desk.isClosed.withLock { isClosed in
            defer { isClosed = true }
            return !isClosed
        }
        guard isFirst else { return }
        self.patience.end()
        for _ in 0..<self.size { self.desk.calls.signal() }
        _ = self.desk.ended.wait(timeout: .now() + Self.closingLimit)
    }

    deinit {
        self.close()
    }

    private static func perform(_ works: [Work], on session: inout PostgresSession) {
        var decisions: [PendingDecision] = []
        for work in works {
            switch work {
            case .alone(let body): body(&session)
            case .decision(let decision): decisions.append(decision)
            }
        }
        if !decisions.isEmpty { session.make(decisions) }
    }

    /// The next piece of work, or all decisions before the first piece that is none; `nil` after the end.
    private static func next(at desk: Desk) -> [Work]? {
        while true {
            desk.calls.wait()
            // Read before the queue: what was added before the end is still done.
            let isClosed = desk.isClosed.withLock { $0 }
            let works = desk.waiting.take { first, next, count in
                guard case .decision = first, case .decision = next else { return false }
                return count < Self.groupLimit
            }
            // There is one signal for each piece of work, but a group is taken with one of them, and late work is removed. So a
            // thread may find nothing, and waits again.
            if !works.isEmpty { return works }
            if isClosed { return nil }
        }
    }
}
