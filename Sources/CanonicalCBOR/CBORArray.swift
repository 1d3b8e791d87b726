/// The items of an array, one after the other.
package struct CBORArray: Sequence, Sendable {
    private let bytes: [UInt8]
    private let start: Int

    /// How many there are.
    package let count: Int

    init(bytes: [UInt8], start: Int, count: Int) {
        self.bytes = bytes
        self.start = start
        self.count = count
    }

    static let empty = CBORArray(bytes: [], start: 0, count: 0)

    package func makeIterator() -> Iterator {
        Iterator(bytes: self.bytes, cursor: self.start, left: self.count)
    }

    package struct Iterator: IteratorProtocol {
        fileprivate let bytes: [UInt8]
        fileprivate var cursor: Int
        fileprivate var left: Int

        package mutating func next() -> CBORItem? {
            guard self.left > 0, let item = CBORItem(at: self.cursor, of: self.bytes) else { return nil }
            self.left -= 1
            self.cursor = item.end
            return item
        }
    }
}
