extension AnswerToReset {
    /// The longest answer, section 8.2.1: 32 bytes behind TS.
    package static let longest = 33

    /// Reads an answer to reset and checks its length and its check byte.
    package init(parsing bytes: [UInt8]) throws(AnswerToResetError) {
        guard bytes.count <= Self.longest else { throw .tooLong(byteCount: bytes.count) }
        guard bytes.count >= 2 else { throw .truncated }
        guard let convention = BitConvention(rawValue: bytes[0]) else { throw .unknownConvention(bytes[0]) }
        var rest = bytes[2...]
        let historicalCount = Int(bytes[1] & 0x0F)
        var (first, next) = try Self.interfaceBytes(announced: bytes[1], from: &rest)
        var groups: [ProtocolGroup] = []
        while let announced = next {
            let (interface, following) = try Self.interfaceBytes(announced: announced, from: &rest)
            groups.append(ProtocolGroup(protocol: announced & 0x0F, interface: interface))
            next = following
        }
        guard rest.count >= historicalCount else { throw .truncated }
        self.init(
            convention: convention,
            first: first,
            groups: groups,
            historicalBytes: Array(rest.prefix(historicalCount))
        )
        rest = rest.dropFirst(historicalCount)
        guard self.hasCheckByte else {
            guard rest.isEmpty else { throw .trailingBytes(byteCount: rest.count) }
            return
        }
        guard let check = rest.first else { throw .missingCheckByte }
        guard rest.count == 1 else { throw .trailingBytes(byteCount: rest.count - 1) }
        let expected = Self.checkByte(over: bytes[1..<(bytes.count - 1)])
        guard check == expected else { throw .wrongCheckByte(check, expected: expected) }
    }

    /// The answer as the card sends it, with its check byte where there must be one.
    package func bytes() throws(AnswerToResetError) -> [UInt8] {
        guard self.historicalBytes.count <= 15 else { throw .tooLong(byteCount: self.historicalBytes.count) }
        let count = UInt8(truncatingIfNeeded: self.historicalBytes.count)
        var bytes = [self.convention.rawValue, self.first.indicator(isFollowed: !self.groups.isEmpty) | count]
        bytes += self.first.bytes
        for (index, group) in self.groups.enumerated() {
            let isFollowed = index + 1 < self.groups.count
            bytes.append(group.interface.indicator(isFollowed: isFollowed) | group.protocol & 0x0F)
            bytes += group.interface.bytes
        }
        bytes += self.historicalBytes
        if self.hasCheckByte {
            bytes.append(Self.checkByte(over: bytes[1...]))
        }
        guard bytes.count <= Self.longest else { throw .tooLong(byteCount: bytes.count) }
        return bytes
    }

    /// TCK makes the exclusive or from T0 to itself zero, section 8.2.5.
    private static func checkByte(over bytes: ArraySlice<UInt8>) -> UInt8 {
        bytes.reduce(0) { $0 ^ $1 }
    }

    /// Reads what the high half of T0 or TD announces: TA, TB, TC, and the next TD if there is one.
    private static func interfaceBytes(
        announced: UInt8,
        from rest: inout ArraySlice<UInt8>
    ) throws(AnswerToResetError) -> (InterfaceBytes, next: UInt8?) {
        let ta = try Self.take(announced & 0x10 != 0, from: &rest)
        let tb = try Self.take(announced & 0x20 != 0, from: &rest)
        let tc = try Self.take(announced & 0x40 != 0, from: &rest)
        let td = try Self.take(announced & 0x80 != 0, from: &rest)
        return (InterfaceBytes(ta: ta, tb: tb, tc: tc), next: td)
    }

    private static func take(
        _ isAnnounced: Bool,
        from rest: inout ArraySlice<UInt8>
    ) throws(AnswerToResetError) -> UInt8? {
        guard isAnnounced else { return nil }
        guard let byte = rest.popFirst() else { throw .truncated }
        return byte
    }
}
