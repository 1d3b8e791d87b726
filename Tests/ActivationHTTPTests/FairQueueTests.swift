import ActivationHTTP
import Testing

@Suite("A fair queue") struct FairQueueTests {
    @Test("those who wait take turns")
    func turns() {
        var queue = FairQueue<String, Int>(limit: 10)
        for number in 1...4 { _ = queue.append(number, of: "many") }
        _ = queue.append(10, of: "one")
        _ = queue.append(20, of: "other")
        #expect((0..<7).map { _ in queue.popFirst() } == [1, 10, 20, 2, 3, 4, nil])
        #expect(queue.count == 0)
    }

    @Test("a full queue has room for who has less than the most")
    func displacement() {
        var queue = FairQueue<String, Int>(limit: 4)
        for number in 1...4 { _ = queue.append(number, of: "many") }
        #expect(queue.append(5, of: "many").isRefused)
        #expect(queue.append(10, of: "one").displaced == 4)
        #expect(queue.append(11, of: "one").displaced == 3)
        // Now both have the same.
        #expect(queue.append(12, of: "one").isRefused)
        #expect(queue.count == 4)
        #expect((0..<5).map { _ in queue.popFirst() } == [1, 10, 2, 11, nil])
    }

    @Test("a queue without places takes nothing")
    func noPlace() {
        var queue = FairQueue<String, Int>(limit: 0)
        #expect(queue.append(1, of: "a").isRefused)
        #expect(queue.popFirst() == nil)
    }
}

extension FairQueue.Outcome {
    fileprivate var isRefused: Bool {
        if case .refused = self { true } else { false }
    }

    fileprivate var displaced: Element? {
        if case .displaced(let element) = self { element } else { nil }
    }
}
