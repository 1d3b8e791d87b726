/// Takes the entries of one map; made by ``CBORWriter/map(_:)``.
package struct CBORMapWriter: Sendable {
    /// Holds the map's writer while entries are added.
    var writer = CBORWriter()

    /// Where the first entry starts.
    let start: Int

    private(set) var count = 0

    /// Whether every key came behind the one before it.
    private(set) var isInOrder = true

    private var lastKey: Range<Int>?

    init(start: Int) {
        self.start = start
    }

    /// Adds the entry of a number; `value` writes one item.
    package mutating func add(_ key: Int64, _ value: (inout CBORWriter) -> Void) {
        let keyStart = self.writer.bytes.count
        self.writer.integer(key)
        self.finishEntry(keyStart: keyStart, value)
    }

    /// Adds the entry of a name; `value` writes one item.
    package mutating func add(_ key: String, _ value: (inout CBORWriter) -> Void) {
        let keyStart = self.writer.bytes.count
        self.writer.textString(key)
        self.finishEntry(keyStart: keyStart, value)
    }

    private mutating func finishEntry(keyStart: Int, _ value: (inout CBORWriter) -> Void) {
        let key = keyStart..<self.writer.bytes.count
        if let lastKey, CBORKeyOrder.compare(lastKey, key, of: self.writer.bytes) != .ascending {
            self.isInOrder = false
        }
        self.lastKey = key
        self.count += 1
        value(&self.writer)
    }
}
