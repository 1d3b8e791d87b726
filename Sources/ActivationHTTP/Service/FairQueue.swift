/// A bounded queue that takes turns among those who wait: nobody's turn is later for another's many requests.
///
/// When it is full, the one with the most requests loses its last for the first of another.
package struct FairQueue<Key: Hashable, Element> {
    package enum Outcome {
        case added
        /// Added, and this one removed for it.
        case displaced(Element)
        case refused
    }

    private let limit: Int
    private var queues: [Key: [Element]] = [:]
    /// The keys with elements in the order of their turns, each once.
    private var turns: [Key] = []

    package private(set) var count = 0

    /// - Parameter limit: The most elements that wait.
    package init(limit: Int) {
        self.limit = max(0, limit)
    }

    package mutating func append(_ element: Element, of key: Key) -> Outcome {
        let own = self.queues[key]?.count ?? 0
        var displaced: Element?
        if self.count >= self.limit {
            let longest = self.queues.max { $0.value.count < $1.value.count }
            guard let longest, longest.value.count > own + 1 else { return .refused }
            displaced = self.queues[longest.key]?.popLast()
            self.count -= 1
        }
        if own == 0 { self.turns.append(key) }
        self.queues[key, default: []].append(element)
        self.count += 1
        return displaced.map { .displaced($0) } ?? .added
    }

    /// The next element: of those who wait, the one whose turn is longest ago comes first.
    package mutating func popFirst() -> Element? {
        guard let key = self.turns.first else { return nil }
        self.turns.removeFirst()
        guard var queue = self.queues.removeValue(forKey: key), !queue.isEmpty else { return self.popFirst() }
        let element = queue.removeFirst()
        if !queue.isEmpty {
            self.queues[key] = queue
            self.turns.append(key)
        }
        self.count -= 1
        return element
    }
}
