import Dispatch
import Foundation
import Synchronization

/// Threads for long computing.
///
/// Operation queues share their threads with everything else in the process that is dispatched, the store among it, and there are
/// no more of them than processors. These are apart: what runs here holds up nothing. A thread begins when there is work for it,
/// and ends when there was none for a while.
final class WorkThreads: Sendable {
    private struct State {
        var work: [@Sendable () -> Void] = []
        var threads = 0
        var waiting = 0
    }

    private enum Next {
        case run(@Sendable () -> Void)
        case wait
        case end
    }

    private let name: String
    private let count: Int
    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - name: What tools show the threads by.
    ///   - count: The most threads at once.
    init(name: String, count: Int) {
        self.name = name
        self.count = max(1, count)
    }

    /// Runs work when a thread is free, in the order in which it comes.
    func run(_ body: @escaping @Sendable () -> Void) {
        let needsThread = self.state.withLock { state in
            state.work.append(body)
            guard state.work.count > state.waiting, state.threads < self.count else { return false }
            state.threads += 1
            return true
        }
        if needsThread {
            let thread = Thread { self.work() }
            thread.start()
        }
        self.arrivals.signal()
    }

    private func work() {
        Thread.current.name = self.name
        while true {
            self.state.withLock { $0.waiting += 1 }
            let isLate = self.arrivals.wait(timeout: .now() + 10) == .timedOut
            let next = self.state.withLock { state -> Next in
                state.waiting -= 1
                guard state.work.isEmpty else { return .run(state.work.removeFirst()) }
                guard isLate else { return .wait }
                state.threads -= 1
                return .end
            }
            switch next {
            case .run(let body): body()
            case .wait: continue
            case .end: return
            }
        }
    }
}
