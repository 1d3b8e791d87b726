import Dispatch
import Foundation
import Synchronization

/// A thread for calls that block, one after the other, with a time limit on each.
///
/// A call into a C library may not come back for as long as another program holds a card. Then the caller's time ends, or the
/// caller is cancelled, and the thread is *given up*: it takes nothing more, and ends when its call comes back. Nobody waits for
/// it. What belongs to the thread is touched by the thread alone, also when it is put away.
package final class BlockingThread: Sendable {
    private struct State {
        var work: [@Sendable () -> Void] = []
        /// The last thing the thread does; nil once it has begun to end.
        var last: (@Sendable () -> Void)?
        var hasEnded = false
        /// Called when the thread has done its last thing; nil afterwards.
        var finishers: [@Sendable () -> Void]? = []
        var givenUp: GivenUp?
    }

    private final class Queue: Sendable {
        let state: Mutex<State>
        let arrivals = DispatchSemaphore(value: 0)

        init(last: @escaping @Sendable () -> Void) {
            self.state = Mutex(State(last: last))
        }
    }

    // The thread holds the queue and never its owner, whose deinit ends it.
    private let queue: Queue

    /// Whether the caller's time is over or its task cancelled; what runs on the thread asks between two waits.
    package var isGivenUp: Bool { self.queue.state.withLock { $0.givenUp != nil } }

    /// - Parameters:
    ///   - name: What tools show the thread by.
    ///   - last: Puts away what belongs to the thread, on the thread, when nothing runs any more.
    package init(name: String, last: @escaping @Sendable () -> Void) {
        let queue = Queue(last: last)
        self.queue = queue
        let thread = Thread { Self.work(on: queue, name) }
        thread.start()
    }

    deinit {
        Self.end(self.queue)
    }

    /// Ends the thread when what it runs has come back.
    package func end() {
        Self.end(self.queue)
    }

    /// Ends the thread, and waits until what belongs to it is put away.
    ///
    /// A C library may crash if the process ends while a thread is in it.
    ///
    /// - Parameter time: The longest wait; a call that does not come back is not waited for any longer.
    package func finish(within time: Duration) async {
        Self.end(self.queue)
        let answer = Answer<Void>()
        _ = await withCheckedContinuation { continuation in
            answer.wait(continuation)
            let isFinished = self.queue.state.withLock { state in
                state.finishers?.append { answer.resume(.success(())) }
                return state.finishers == nil
            }
            if isFinished {
                answer.resume(.success(()))
            } else {
                Task {
                    try? await Task.sleep(for: time, clock: .continuous)
                    answer.resume(.success(()))
                }
            }
        }
    }

    /// Runs a call on the thread.
    ///
    /// - Parameters:
    ///   - time: How long the caller waits, also for its turn.
    ///   - body: The call.
    /// - Returns: What it returned.
    /// - Throws: ``GivenUp`` once the time has passed or the task was cancelled; then, and for every later call.
    package func run<Result: Sendable>(
        within time: Duration,
        _ body: @escaping @Sendable () -> Result
    ) async throws(GivenUp) -> Result {
        let answer = Answer<Result>()
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                answer.wait(continuation)
                // The wall clock may be set meanwhile; this one is not.
                let timer = Task {
                    guard (try? await Task.sleep(for: time, clock: .continuous)) != nil else { return }
                    self.giveUp(.timedOut(after: time), answer)
                }
                let isTaken = self.queue.state.withLock { state in
                    guard state.givenUp == nil, !state.hasEnded else { return false }
                    state.work.append {
                        let result = body()
                        timer.cancel()
                        answer.resume(.success(result))
                    }
                    return true
                }
                if isTaken {
                    self.queue.arrivals.signal()
                } else {
                    timer.cancel()
                    answer.resume(.failure(self.queue.state.withLock { $0.givenUp } ?? .ended))
                }
            }
        } onCancel: {
            self.giveUp(.cancelled, answer)
        }
        return try outcome.get()
    }

    private func giveUp<Result>(_ reason: GivenUp, _ answer: Answer<Result>) {
        // The thread may have finished at the same moment: then it was in time.
        guard answer.resume(.failure(reason)) else { return }
        self.queue.state.withLock { state in
            if state.givenUp == nil { state.givenUp = reason }
        }
        Self.end(self.queue)
    }

    private static func end(_ queue: Queue) {
        queue.state.withLock { state in state.hasEnded = true }
        queue.arrivals.signal()
    }

    private static func work(on queue: Queue, _ name: String) {
        Thread.current.name = name
        while true {
            queue.arrivals.wait()
            let (next, last) = queue.state.withLock { state -> ((@Sendable () -> Void)?, (@Sendable () -> Void)?) in
                // What was queued behind a call that was given up has an answer of its own from its timer.
                if state.givenUp == nil, !state.work.isEmpty { return (state.work.removeFirst(), nil) }
                guard state.hasEnded else { return (nil, nil) }
                defer { state.last = nil }
                return (nil, state.last)
            }
            next?()
            if let last {
                last()
                let finishers = queue.state.withLock { state in
                    defer { state.finishers = nil }
                    return state.finishers
                }
                for finisher in finishers ?? [] { finisher() }
                return
            }
        }
    }
}

/// The answer to one call, which is given once.
private final class Answer<Result: Sendable>: Sendable {
    typealias Outcome = Swift.Result<Result, GivenUp>
    typealias Continuation = CheckedContinuation<Outcome, Never>

    private struct State {
        var waiting: Continuation?
        var early: Outcome?
        var isGiven = false
    }

    private let state = Mutex(State())

    func wait(_ continuation: Continuation) {
        let early = self.state.withLock { state in
            if state.early == nil { state.waiting = continuation }
            return state.early
        }
        if let early { continuation.resume(returning: early) }
    }

    /// Gives the answer; false if it was given before.
    @discardableResult
    func resume(_ outcome: Outcome) -> Bool {
        let (isFirst, waiting) = self.state.withLock { state -> (Bool, Continuation?) in
            guard !state.isGiven else { return (false, nil) }
            state.isGiven = true
            if state.waiting == nil { state.early = outcome }
            defer { state.waiting = nil }
            return (true, state.waiting)
        }
        waiting?.resume(returning: outcome)
        return isFirst
    }
}
