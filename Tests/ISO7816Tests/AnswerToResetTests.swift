import ISO7816
import Testing

/// What a card says first, ISO 7816-3:2006, section 8.
struct AnswerToResetTests {
    @Test func aContactlessCardAsItsReaderReportsIt() throws {
        // PC/SC part 3, section 3.1.3.2.3.1; the check byte makes the exclusive or from T0 on zero.
        let answer = AnswerToReset.contactless(historicalBytes: [0x80, 0x01, 0x02])
        let bytes = try answer.bytes()
        #expect(bytes == [0x3B, 0x83, 0x80, 0x01, 0x80, 0x01, 0x02, 0x81])
        #expect(bytes[1...].reduce(0, ^) == 0)
        #expect(try AnswerToReset(parsing: bytes) == answer)
    }

    @Test func aCardOfBlocksIsReadApart() throws {
        // T=1 with interface bytes before and behind its TD, and no historical ones.
        let bytes: [UInt8] = [0x3B, 0xF0, 0x13, 0x00, 0x00, 0x81, 0x31, 0x20, 0x45]
        var whole = bytes
        whole.append(bytes[1...].reduce(0, ^))
        let answer = try AnswerToReset(parsing: whole)
        #expect(answer.first == InterfaceBytes(ta: 0x13, tb: 0x00, tc: 0x00))
        #expect(
            answer.groups == [
                ProtocolGroup(protocol: 1),
                ProtocolGroup(protocol: 1, interface: InterfaceBytes(ta: 0x20, tb: 0x45)),
            ]
        )
        #expect(answer.historicalBytes == [])
        #expect(try answer.bytes() == whole)
    }

    @Test func aCardOfCharactersAloneHasNoCheckByte() throws {
        let answer = AnswerToReset(groups: [], historicalBytes: [0x41])
        #expect(try answer.bytes() == [0x3B, 0x01, 0x41])
        #expect(!answer.hasCheckByte)
        #expect(try AnswerToReset(parsing: [0x3F, 0x00]).convention == .inverse)
    }

    @Test func whatIsNoAnswerIsNamed() {
        let refused: [(bytes: [UInt8], error: AnswerToResetError)] = [
            ([], .truncated),
            ([0x3B], .truncated),
            ([0x3C, 0x00], .unknownConvention(0x3C)),
            ([0x3B, 0x02, 0x41], .truncated),
            ([0x3B, 0x10], .truncated),
            ([0x3B, 0x80], .truncated),
            ([0x3B, 0x00, 0x00], .trailingBytes(byteCount: 1)),
            ([0x3B, 0x80, 0x01], .missingCheckByte),
            ([0x3B, 0x80, 0x01, 0x80], .wrongCheckByte(0x80, expected: 0x81)),
            ([0x3B, 0x80, 0x01, 0x81, 0x00], .trailingBytes(byteCount: 1)),
            ([UInt8](repeating: 0x3B, count: 34), .tooLong(byteCount: 34)),
        ]
        for (bytes, error) in refused {
            #expect(throws: error, "\(bytes)") { try AnswerToReset(parsing: bytes) }
        }
    }

    @Test func everyCutOfAnAnswerIsRefused() throws {
        let whole = try AnswerToReset.contactless(historicalBytes: Array("MitID chip".utf8)).bytes()
        for count in 0..<whole.count {
            #expect(throws: AnswerToResetError.self) { try AnswerToReset(parsing: Array(whole.prefix(count))) }
        }
    }

    @Test func moreThanFitsIsRefused() {
        #expect(throws: AnswerToResetError.tooLong(byteCount: 16)) {
            try AnswerToReset.contactless(historicalBytes: [UInt8](repeating: 1, count: 16)).bytes()
        }
        let group = ProtocolGroup(protocol: 1, interface: InterfaceBytes(ta: 1, tb: 2, tc: 3))
        let endless = AnswerToReset(groups: [ProtocolGroup](repeating: group, count: 9), historicalBytes: [])
        #expect(throws: AnswerToResetError.self) { try endless.bytes() }
    }
}
