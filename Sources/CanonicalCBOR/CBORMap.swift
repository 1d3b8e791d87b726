/// The entries of a map in the order of their keys.
package struct CBORMap: Sequence, Sendable {
    private let bytes: [UInt8]
    private let start: Int

    /// How many there are.
    package let count: Int

    init(bytes: [UInt8], start: Int, count: Int) {
        self.bytes = bytes
        self.start = start
        self.count = count
    }

    static let empty = CBORMap(bytes: [], start: 0, count: 0)

    /// The value of a number.
    package subscript(_ key: Int64) -> CBORItem? {
        for entry in self where entry.key.integer == key {
            return entry.value
        }
        return nil
    }

    /// The value of a name.
    package subscript(_ key: String) -> CBORItem? {
        for entry in self where entry.key.isText(key) {
            return entry.value
        }
        return nil
    }

    package func makeIterator() -> Iterator {
        Iterator(bytes: self.bytes, cursor: self.start, left: self.count)
    }

    package struct Iterator: IteratorProtocol {
        fileprivate let bytes: [UInt8]
        fileprivate var cursor: Int
        fileprivate var left: Int

        package mutating func next() -> (key: CBORItem, value: CBORItem)? {
            guard
                self.left > 0, let key = CBORItem(at: self.cursor, of: self.bytes),
                let value = CBORItem(at: key.end, of: self.bytes)
            else { return nil }
            self.left -= 1
            self.cursor = value.end
            return (key, value)
        }
    }
}
