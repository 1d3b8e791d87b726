/// Writes data items in CTAP2's canonical form; CTAP 2.1, section 8.
///
/// Numbers and lengths take as few bytes as they can, and a map puts its entries in order whatever order they are given in.
package struct CBORWriter: Sendable {
    /// What is written so far.
    package private(set) var bytes: [UInt8]

    /// A writer that goes on behind some bytes: a status, a command.
    package init(after prefix: [UInt8] = []) {
        self.bytes = prefix
    }

    package mutating func unsignedInteger(_ value: UInt64) {
        self.head(.unsignedInteger, value)
    }

    package mutating func integer(_ value: Int64) {
        if value < 0 {
            self.head(.negativeInteger, UInt64(-1 - value))
        } else {
            self.head(.unsignedInteger, UInt64(value))
        }
    }

    package mutating func byteString(_ content: [UInt8]) {
        self.head(.byteString, UInt64(content.count))
        self.bytes.append(contentsOf: content)
    }

    package mutating func textString(_ text: String) {
        self.head(.textString, UInt64(text.utf8.count))
        self.bytes.append(contentsOf: text.utf8)
    }

    /// A text string of bytes that are UTF-8.
    package mutating func textString(utf8 content: [UInt8]) {
        self.head(.textString, UInt64(content.count))
        self.bytes.append(contentsOf: content)
    }

    package mutating func boolean(_ value: Bool) {
        self.bytes.append(value ? 0xf5 : 0xf4)
    }

    package mutating func null() {
        self.bytes.append(0xf6)
    }

    /// An item that is encoded canonically already.
    package mutating func item(encoded: ArraySlice<UInt8>) {
        self.bytes.append(contentsOf: encoded)
    }

    /// The head of an array: as many items have to follow.
    package mutating func array(count: Int) {
        self.head(.array, UInt64(max(count, 0)))
    }

    /// A map of the entries that `body` adds; a key is to be added once.
    package mutating func map(_ body: (inout CBORMapWriter) -> Void) {
        let start = self.bytes.count
        // Of fewer than 24 entries, the head is one byte.
        self.bytes.append(0)
        var entries = CBORMapWriter(start: self.bytes.count)
        swap(&entries.writer, &self)
        body(&entries)
        swap(&entries.writer, &self)
        if !entries.isInOrder {
            self.sortEntries(from: entries.start)
        }
        var head = CBORWriter()
        head.head(.map, UInt64(entries.count))
        self.bytes.replaceSubrange(start..<start + 1, with: head.bytes)
    }

    private mutating func sortEntries(from start: Int) {
        var entries: [(key: Range<Int>, end: Int)] = []
        var cursor = start
        while let key = CBORItem(at: cursor, of: self.bytes), let value = CBORItem(at: key.end, of: self.bytes),
            value.end > cursor
        {
            entries.append((cursor..<key.end, value.end))
            cursor = value.end
        }
        let written = self.bytes
        entries.sort { CBORKeyOrder.compare($0.key, $1.key, of: written) == .ascending }
        var sorted: [UInt8] = []
        sorted.reserveCapacity(written.count - start)
        for entry in entries {
            sorted.append(contentsOf: written[entry.key.lowerBound..<entry.end])
        }
        self.bytes.replaceSubrange(start..<cursor, with: sorted)
    }

    mutating func head(_ majorType: CBORMajorType, _ argument: UInt64) {
        let high = majorType.rawValue &<< 5
        let byteCount: Int
        switch argument {
        case 0..<24:
            self.bytes.append(high | UInt8(truncatingIfNeeded: argument))
            return
        case ...0xff: byteCount = 1
        case ...0xffff: byteCount = 2
        case ...0xffff_ffff: byteCount = 4
        default: byteCount = 8
        }
        self.bytes.append(high | UInt8(24 + byteCount.trailingZeroBitCount))
        for index in 0..<byteCount {
            self.bytes.append(UInt8(truncatingIfNeeded: argument &>> UInt64(8 * (byteCount - 1 - index))))
        }
    }
}
