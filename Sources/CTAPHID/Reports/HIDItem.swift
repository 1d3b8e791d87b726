/// An item of a report descriptor, HID 1.11, section 6.2.2.2.
struct HIDItem: Equatable {
    /// The items that say something of usages and sizes.
    enum Kind: Equatable {
        case input
        case output
        case collection
        case endCollection
        case usagePage
        case reportSize
        case reportID
        case reportCount
        case push
        case pop
        case usage
        case other
    }

    /// The data as a number.
    let kind: Kind

    /// Whether it is a main item, behind which the local items are gone.
    let isMain: Bool

    /// Its data as an unsigned number.
    let value: UInt32

    /// Number of data bytes: 0, 1, 2 or 4.
    let byteCount: Int

    /// Position of its first byte.
    let offset: Int

    /// An item of its prefix, bTag above bType above bSize, and its data.
    fileprivate init(prefix: UInt8, data: ArraySlice<UInt8>, offset: Int) {
        self.kind =
            switch prefix & 0xFC {
            case 0x80: .input
            case 0x90: .output
            case 0xA0: .collection
            case 0xC0: .endCollection
            case 0x04: .usagePage
            case 0x74: .reportSize
            case 0x84: .reportID
            case 0x94: .reportCount
            case 0xA4: .push
            case 0xB4: .pop
            case 0x08: .usage
            default: .other
            }
        self.isMain = prefix & 0x0C == 0
        self.value = data.reversed().reduce(0) { $0 << 8 | UInt32($1) }
        self.byteCount = data.count
        self.offset = offset
    }

    /// A long item, section 6.2.2.3, of which none is defined.
    fileprivate init(longAt offset: Int) {
        self.kind = .other
        self.isMain = false
        self.value = 0
        self.byteCount = 0
        self.offset = offset
    }
}

/// Reads the items of a report descriptor one after the other.
struct HIDItemReader {
    private let bytes: [UInt8]
    private var position = 0

    /// A reader at the first item.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next item; `nil` behind the last.
    mutating func next() throws(HIDReportDescriptorError) -> HIDItem? {
        let offset = self.position
        guard offset < self.bytes.count else { return nil }
        let prefix = self.bytes[offset]
        if prefix == 0xFE {
            // bDataSize and bLongItemTag stand before the data.
            guard offset + 1 < self.bytes.count else { throw .truncatedItem(offset: offset) }
            let end = offset + 3 + Int(self.bytes[offset + 1])
            guard end <= self.bytes.count else { throw .truncatedItem(offset: offset) }
            self.position = end
            return HIDItem(longAt: offset)
        }
        let byteCount = prefix & 0x03 == 3 ? 4 : Int(prefix & 0x03)
        let end = offset + 1 + byteCount
        guard end <= self.bytes.count else { throw .truncatedItem(offset: offset) }
        self.position = end
        return HIDItem(prefix: prefix, data: self.bytes[(offset + 1)..<end], offset: offset)
    }
}
