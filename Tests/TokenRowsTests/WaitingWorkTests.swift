import Activation
import Testing
import TokenRows

@Suite("Work that waits for a store")
struct WaitingWorkTests {
    @Test("work is taken in its order, and as a group where it belongs together")
    func order() {
        let waiting = WaitingWork<Int>(StorePatience())
        for work in [1, 1, 1, 2, 1] { #expect(Self.append(work, to: waiting)) }
        #expect(waiting.take { first, next, count in first == next && count < 2 } == [1, 1])
        #expect(waiting.append(0, arrival: .now, isFirst: true) { _ in })
        #expect(waiting.take { _, _, _ in false } == [0])
        #expect(waiting.take { first, next, _ in first == next } == [1])
        #expect(waiting.take { _, _, _ in true } == [2, 1])
        #expect(waiting.take { _, _, _ in true } == [])
    }

    @Test("no more work waits than the limit")
    func limit() {
        let waiting = WaitingWork<Int>(StorePatience())
        #expect(Self.append(1, to: waiting, limit: 1))
        #expect(!Self.append(2, to: waiting, limit: 1))
        #expect(waiting.take { _, _, _ in true } == [1])
    }

    @Test("work that has waited for longer than its client does is refused, and is there no more")
    func lateness() async {
        let waiting = WaitingWork<Int>(StorePatience(.milliseconds(300)))
        let error = await withCheckedContinuation { (refusal: CheckedContinuation<TokenStoreError, Never>) in
            #expect(waiting.append(1, arrival: .now) { refusal.resume(returning: $0) })
            // One that came with it is done in time; a second refusal would be a trap.
            #expect(waiting.append(2, arrival: .now, isFirst: true) { _ in Issue.record("it was done") })
            #expect(waiting.take { _, _, _ in false } == [2])
        }
        #expect(error == .waitedTooLong)
        #expect(waiting.take { _, _, _ in true } == [])
    }

    @Test("a request that has waited elsewhere has that much less patience left")
    func earlierArrival() {
        let patience = StorePatience(.seconds(10))
        let arrival = ContinuousClock.now - .seconds(9)
        #expect(!patience.isOver(forArrival: arrival))
        #expect(patience.isOver(forArrival: arrival - .seconds(1)))
        StorePatience.$arrival.withValue(arrival) { #expect(StorePatience.currentArrival == arrival) }
        #expect(StorePatience.currentArrival > arrival)
    }

    @Test("when the process ends, nothing waits long any more")
    func end() {
        let patience = StorePatience(.seconds(10))
        let now = ContinuousClock.now
        #expect(patience.deadline(ofArrival: now) == now + .seconds(10))
        patience.end()
        #expect(patience.deadline(ofArrival: now) <= .now + StorePatience.atTheEnd)
        // What was nearly over is not prolonged.
        #expect(patience.deadline(ofArrival: now - .seconds(9)) == now + .seconds(1))
        let later = now + .seconds(60)
        #expect(patience.deadline(ofArrival: later) == later + StorePatience.atTheEnd)
    }

    private static func append(_ work: Int, to waiting: WaitingWork<Int>, limit: Int = .max) -> Bool {
        waiting.append(work, arrival: .now, limit: limit) { _ in Issue.record("\(work) was late") }
    }
}
