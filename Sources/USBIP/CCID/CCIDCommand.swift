/// A message to the reader, CCID 1.1, section 6.1.
struct CCIDCommand {
    static let headerLength = 10

    var type: CCIDMessageType
    var slot: UInt8
    var sequence: UInt8
    /// The three bytes whose meaning depends on the type.
    var specific: (UInt8, UInt8, UInt8)
    var data: [UInt8]

    /// wLevelParameter: where a block stands in a chain, section 6.1.4.
    var levelParameter: UInt16 {
        UInt16(self.specific.1) | UInt16(self.specific.2) << 8
    }

    /// The length that a header announces; nothing if it is no whole header.
    static func announcedLength(in bytes: [UInt8]) -> UInt32? {
        guard bytes.count >= Self.headerLength else { return nil }
        return bytes[1...4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// - Parameter bytes: a header and at least as much data as it announces; what follows is left out.
    init?(parsing bytes: [UInt8]) {
        guard let announced = Self.announcedLength(in: bytes), let length = Int(exactly: announced),
            bytes.count - Self.headerLength >= length
        else { return nil }
        self.type = CCIDMessageType(rawValue: bytes[0])
        self.slot = bytes[5]
        self.sequence = bytes[6]
        self.specific = (bytes[7], bytes[8], bytes[9])
        self.data = Array(bytes[Self.headerLength...].prefix(length))
    }

    /// A command of which only the header counts.
    init?(header bytes: [UInt8]) {
        guard bytes.count >= Self.headerLength else { return nil }
        self.init(parsing: [bytes[0], 0, 0, 0, 0] + bytes[5..<Self.headerLength])
    }
}
