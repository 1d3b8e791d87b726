extension CommandAPDU {
    /// The longest data field that one command can carry.
    package static let longestData = 65_535

    /// Reads a command in any of its seven forms, ISO 7816-3:2006, section 12.1.3: cases 1, 2, 3 and 4, short or extended.
    package init(parsing bytes: [UInt8]) throws(APDUError) {
        guard bytes.count >= 4 else { throw .truncatedHeader(byteCount: bytes.count) }
        self.init(cla: bytes[0], ins: bytes[1], p1: bytes[2], p2: bytes[3])
        guard bytes.count > 4 else { return }
        let first = bytes[4]
        if bytes.count == 5 {
            self.expectedLength = first == 0 ? 256 : Int(first)
        } else if first != 0 {
            let rest = try self.readData(of: bytes, from: 5, byteCount: Int(first))
            try self.readShortLength(rest)
        } else {
            try self.readExtended(bytes)
        }
    }

    private mutating func readExtended(_ bytes: [UInt8]) throws(APDUError) {
        self.isExtended = true
        guard bytes.count >= 7 else { throw .truncatedLength }
        let length = Int(bytes[5]) << 8 | Int(bytes[6])
        if bytes.count == 7 {
            self.expectedLength = length == 0 ? 65_536 : length
            return
        }
        guard length > 0 else { throw .zeroLength }
        let rest = try self.readData(of: bytes, from: 7, byteCount: length)
        switch rest.count {
        case 0:
            break
        case 1:
            throw .truncatedLength
        case 2:
            let expected = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            self.expectedLength = expected == 0 ? 65_536 : expected
        default:
            throw .trailingBytes(byteCount: rest.count - 2)
        }
    }

    private mutating func readShortLength(_ rest: ArraySlice<UInt8>) throws(APDUError) {
        guard let length = rest.first else { return }
        guard rest.count == 1 else { throw .trailingBytes(byteCount: rest.count - 1) }
        self.expectedLength = length == 0 ? 256 : Int(length)
    }

    /// Takes the data field and returns what follows it.
    private mutating func readData(
        of bytes: [UInt8],
        from start: Int,
        byteCount: Int
    ) throws(APDUError) -> ArraySlice<UInt8> {
        guard bytes.count - start >= byteCount else {
            throw .truncatedData(announced: byteCount, byteCount: bytes.count - start)
        }
        self.data = Array(bytes[start..<start + byteCount])
        return bytes[(start + byteCount)...]
    }

    /// The command as it goes over the wire: the short form wherever it fits, unless ``isExtended`` says otherwise.
    package func bytes() throws(APDUError) -> [UInt8] {
        guard self.data.count <= Self.longestData else { throw .dataTooLong(byteCount: self.data.count) }
        let expected = self.expectedLength ?? 1
        guard (1...65_536).contains(expected) else { throw .noSuchExpectedLength(expected) }
        let header = [self.cla, self.ins, self.p1, self.p2]
        guard self.isExtended || self.data.count > 255 || expected > 256 else { return header + self.shortBody }
        return header + self.extendedBody
    }

    private var shortBody: [UInt8] {
        var body: [UInt8] = []
        if !self.data.isEmpty {
            body.append(UInt8(truncatingIfNeeded: self.data.count))
            body += self.data
        }
        if let expected = self.expectedLength {
            body.append(UInt8(truncatingIfNeeded: expected))
        }
        return body
    }

    private var extendedBody: [UInt8] {
        // The zero that tells the extended form stands once, before whichever length comes first.
        var body: [UInt8] = self.data.isEmpty && self.expectedLength == nil ? [] : [0]
        if !self.data.isEmpty {
            body += Self.twoBytes(self.data.count)
            body += self.data
        }
        if let expected = self.expectedLength {
            body += Self.twoBytes(expected)
        }
        return body
    }

    private static func twoBytes(_ number: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
    }
}
