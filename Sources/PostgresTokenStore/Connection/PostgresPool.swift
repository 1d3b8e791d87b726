import Activation
import Dispatch
import Foundation
import Synchronization

/// Threads with one session each, which do one piece of work after another.
///
/// libpq waits for the server. Here it does so on threads of its own, so that no thread that serves requests is held up, and
/// the number of sessions is the number of threads. Work that finds none free waits its turn; beyond a bounded number it is
/// refused at once. Whichever session is free next takes all decisions at the head of the queue: while there are free ones,
/// that is one decision, and under load they share transactions.
final class PostgresPool: Sendable {
    enum Work: Sendable {
        /// What has a session to itself.
        case alone(@Sendable (inout PostgresSession) -> Void)
        /// A decision, which may share a transaction with those that wait beside it.
        case decision(PendingDecision)
    }

    /// So many decisions share a transaction at most: their statements go out together.
    private static let groupLimit = PostgresConnection.pipelineDepth / 2 - 2

    private struct Waiting {
        var works: ArraySlice<Work> = []
        var isClosed = false

        /// Takes the first piece of work, or all decisions up to the first that is none.
        mutating func takeTurn() -> Turn? {
            switch self.works.popFirst() {
            case nil: return nil
            case .alone(let work): return .alone(work)
            case .decision(let first):
                var group = [first]
                while group.count < groupLimit, case .decision(let next) = self.works.first {
                    group.append(next)
                    self.works.removeFirst()
                }
                return .group(group)
            }
        }
    }

    /// What a session does next.
    private enum Turn {
        case alone(@Sendable (inout PostgresSession) -> Void)
        case group([PendingDecision])
    }

    /// What the threads hold on to; the pool itself ends with its owner.
    private final class Desk: Sendable {
        let waiting = Mutex(Waiting())
        /// Counts the pieces of work, and one more for each thread when all is over.
        let calls = DispatchSemaphore(value: 0)
        let ended = DispatchGroup()
    }

    private let desk = Desk()
    private let size: Int
    private let queueLimit: Int

    init(_ address: PostgresAddress, size: Int, queueLimit: Int, patience: TimeInterval) {
        self.size = size
        self.queueLimit = queueLimit
        let desk = self.desk
        for number in 1...size {
            desk.ended.enter()
            let thread = Thread {
                var session = PostgresSession(address, patience: patience)
                while let turn = Self.next(at: desk) {
                    switch turn {
                    case .alone(let work): work(&session)
                    case .group(let decisions): session.make(decisions)
                    }
                }
                desk.ended.leave()
            }
            thread.name = "postgres-\(number)"
            thread.start()
        }
    }

    /// Waits for a free session and lends it.
    func withSession<Result: Sendable>(
        _ body: @escaping @Sendable (inout PostgresSession) throws(TokenStoreError) -> Result
    ) async throws(TokenStoreError) -> Result {
        try await self.answer { answer in
            .alone { session in answer(Swift.Result { () throws(TokenStoreError) in try body(&session) }) }
        }
    }

    /// Waits for a piece of work, which gives its answer to the closure it is made with, once.
    func answer<Answer: Sendable>(
        _ makeWork: (@escaping @Sendable (Result<Answer, TokenStoreError>) -> Void) -> Work
    ) async throws(TokenStoreError) -> Answer {
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<Answer, TokenStoreError>, Never>) in
            let work = makeWork { result in continuation.resume(returning: result) }
            let refusal = self.desk.waiting.withLock { waiting -> TokenStoreError? in
                guard !waiting.isClosed else { return .unavailable(reason: "the store is closed") }
                guard waiting.works.count < self.queueLimit else {
                    return .unavailable(reason: "\(self.queueLimit) decisions wait for the database already")
                }
                waiting.works.append(work)
                return nil
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
        let isFirst = self.desk.waiting.withLock { waiting in
            defer { waiting.isClosed = true }
            return !waiting.isClosed
        }
        guard isFirst else { return }
        for _ in 0..<self.size { self.desk.calls.signal() }
        self.desk.ended.wait()
    }

    deinit {
        self.close()
    }

    /// What to do next; nil when there will be nothing any more.
    private static func next(at desk: Desk) -> Turn? {
        while true {
            desk.calls.wait()
            let (turn, isClosed) = desk.waiting.withLock { waiting in (waiting.takeTurn(), waiting.isClosed) }
            // A group was called for once for each of its decisions: who comes too late finds nothing, and waits again.
            if turn != nil || isClosed { return turn }
        }
    }
}
