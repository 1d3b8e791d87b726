import BlockingCalls
import Dispatch
import Foundation
import Synchronization
import Testing

@Suite("A thread for calls that block", .timeLimit(.minutes(2))) struct BlockingThreadTests {
    /// Something a test waits for without a pool's thread.
    private final class Gate: Sendable {
        private let semaphore = DispatchSemaphore(value: 0)

        func open() { self.semaphore.signal() }

        /// For the thread of calls that block.
        func block() { self.semaphore.wait() }

        /// For a test.
        func opened() async {
            await withCheckedContinuation { continuation in
                Thread {
                    self.semaphore.wait()
                    continuation.resume()
                }.start()
            }
        }
    }

    @Test("calls run one after the other, all on the same thread, in the order in which they come")
    func order() async throws {
        let seen = Mutex<[Int]>([])
        let names = Mutex<Set<String>>([])
        let thread = BlockingThread(name: "order") {}
        for number in 0..<100 {
            try await thread.run(within: .seconds(60)) {
                seen.withLock { $0.append(number) }
                names.withLock { _ = $0.insert(Thread.current.name ?? "") }
            }
        }
        #expect(seen.withLock { $0 } == Array(0..<100))
        #expect(names.withLock { $0 } == ["order"])
    }

    @Test("a caller whose time is over goes on; the thread takes nothing more and is put away when its call comes back")
    func timeout() async throws {
        let (isBack, isPutAway) = (Gate(), Gate())
        let ran = Atomic(0)
        let thread = BlockingThread(name: "timeout") { isPutAway.open() }
        let time = Duration.milliseconds(20)
        await #expect(throws: GivenUp.timedOut(after: time)) {
            try await thread.run(within: time) { isBack.block() }
        }
        #expect(thread.isGivenUp)
        await #expect(throws: GivenUp.timedOut(after: time)) {
            try await thread.run(within: .seconds(60)) { ran.add(1, ordering: .relaxed) }
        }
        isBack.open()
        await isPutAway.opened()
        #expect(ran.load(ordering: .relaxed) == 0)
    }

    @Test("a cancelled task goes on at once, whether its call runs or waits for its turn")
    func cancellation() async throws {
        let (runs, isBack, isPutAway) = (Gate(), Gate(), Gate())
        let thread = BlockingThread(name: "cancellation") { isPutAway.open() }
        let first = Task {
            try await thread.run(within: .seconds(600)) {
                runs.open()
                isBack.block()
            }
        }
        await runs.opened()
        let second = Task { try await thread.run(within: .seconds(600)) {} }
        second.cancel()
        await #expect(throws: GivenUp.cancelled) { try await second.value }
        first.cancel()
        await #expect(throws: GivenUp.cancelled) { try await first.value }
        isBack.open()
        await isPutAway.opened()
    }

    @Test("a thread that nobody holds any more puts away what belongs to it, after what is queued")
    func end() async throws {
        let isPutAway = Gate()
        do {
            let thread = BlockingThread(name: "end") { isPutAway.open() }
            #expect(try await thread.run(within: .seconds(60)) { 1 } == 1)
        }
        await isPutAway.opened()
    }

    @Test("a call on a thread that has ended has no result")
    func ended() async throws {
        let thread = BlockingThread(name: "ended") {}
        thread.end()
        await #expect(throws: GivenUp.ended) { try await thread.run(within: .seconds(60)) {} }
    }
}
