import Activation
import Dispatch
import Foundation
import Synchronization

/// Threads with one session each, which do one piece of work after another.
///
/// libpq waits for the server. Here it does so on threads of its own, so that no thread that serves requests is held up, and
/// the number of sessions is the number of threads. Work that finds none free waits its turn; beyond a bounded number it is
/// refused at once.
final class PostgresPool: Sendable {
    private typealias Work = @Sendable (inout PostgresSession) -> Void

    private struct Waiting {
        var works: ArraySlice<Work> = []
        var isClosed = false
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
                while let work = Self.next(at: desk) { work(&session) }
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
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Swift.Result<Result, TokenStoreError>, Never>) in
            let work: Work = { session in
                let result = Swift.Result { () throws(TokenStoreError) in try body(&session) }
                continuation.resume(returning: result)
            }
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

    /// The next piece of work; nil when there will be none any more.
    private static func next(at desk: Desk) -> Work? {
        desk.calls.wait()
        return desk.waiting.withLock { $0.works.popFirst() }
    }
}
