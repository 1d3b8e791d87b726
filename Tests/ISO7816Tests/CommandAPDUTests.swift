import ISO7816
import Testing

/// Commands in their seven forms, ISO 7816-3:2006, section 12.1.3.
struct CommandAPDUTests {
    private let header: [UInt8] = [0x00, 0xA4, 0x04, 0x00]

    @Test func everyCaseInBothForms() throws {
        let short = [UInt8](repeating: 7, count: 3)
        let long = [UInt8](repeating: 7, count: 300)
        let cases: [(body: [UInt8], data: [UInt8], expectedLength: Int?)] = [
            ([], [], nil),
            ([0x10], [], 16),
            ([0x00], [], 256),
            ([3] + short, short, nil),
            ([3] + short + [0xFF], short, 255),
            ([3] + short + [0x00], short, 256),
            ([0, 0x01, 0x01], [], 257),
            ([0, 0x00, 0x00], [], 65_536),
            ([0, 0x01, 0x2C] + long, long, nil),
            ([0, 0x01, 0x2C] + long + [0x02, 0x00], long, 512),
            ([0, 0x01, 0x2C] + long + [0x00, 0x00], long, 65_536),
        ]
        for (body, data, expectedLength) in cases {
            let command = try CommandAPDU(parsing: self.header + body)
            #expect(command.cla == 0x00)
            #expect(command.ins == 0xA4)
            #expect(command.p1 == 0x04)
            #expect(command.p2 == 0x00)
            #expect(command.data == data)
            #expect(command.expectedLength == expectedLength)
            #expect(try command.bytes() == self.header + body)
        }
    }

    @Test func anExtendedFormThatIsNotNeededIsKept() throws {
        let bytes = self.header + [0, 0, 2, 8, 9, 0, 4]
        let command = try CommandAPDU(parsing: bytes)
        #expect(command.isExtended)
        #expect(command.data == [8, 9])
        #expect(command.expectedLength == 4)
        #expect(try command.bytes() == bytes)
        var short = command
        short.isExtended = false
        #expect(try short.bytes() == self.header + [2, 8, 9, 4])
    }

    @Test func aWrongLengthIsNamed() {
        let refused: [(bytes: [UInt8], error: APDUError)] = [
            ([], .truncatedHeader(byteCount: 0)),
            ([0, 0xA4, 4], .truncatedHeader(byteCount: 3)),
            (self.header + [3, 1, 2], .truncatedData(announced: 3, byteCount: 2)),
            (self.header + [2, 1, 2, 0, 0], .trailingBytes(byteCount: 1)),
            (self.header + [0, 0], .truncatedLength),
            (self.header + [0, 0, 0, 0], .zeroLength),
            (self.header + [0, 0, 0, 0, 0], .zeroLength),
            (self.header + [0, 0, 2, 1], .truncatedData(announced: 2, byteCount: 1)),
            (self.header + [0, 0, 2, 1, 2, 0], .truncatedLength),
            (self.header + [0, 0, 2, 1, 2, 0, 0, 0], .trailingBytes(byteCount: 1)),
        ]
        for (bytes, error) in refused {
            #expect(throws: error) { try CommandAPDU(parsing: bytes) }
        }
    }

    @Test func lengthsThatTheWireCannotSayAreRefused() {
        let bytes = [UInt8](repeating: 0, count: 65_536)
        var command = CommandAPDU(cla: 0, ins: 1, p1: 0, p2: 0, data: bytes)
        #expect(throws: APDUError.dataTooLong(byteCount: 65_536)) { try command.bytes() }
        command.data = []
        for length in [Int.min, -1, 0, 65_537, Int.max] {
            command.expectedLength = length
            #expect(throws: APDUError.noSuchExpectedLength(length)) { try command.bytes() }
        }
    }

    @Test func whateverIsBuiltIsReadBack() throws {
        for dataLength in [0, 1, 254, 255, 256, 257, 65_534, 65_535] {
            for expectedLength in [nil, 1, 255, 256, 257, 65_535, 65_536] as [Int?] {
                for isExtended in [false, true] {
                    let command = CommandAPDU(
                        cla: 0x80,
                        ins: 0x10,
                        p1: 1,
                        p2: 2,
                        data: [UInt8](repeating: 5, count: dataLength),
                        expectedLength: expectedLength,
                        isExtended: isExtended
                    )
                    let parsed = try CommandAPDU(parsing: try command.bytes())
                    #expect(parsed.data == command.data)
                    #expect(parsed.expectedLength == expectedLength)
                    #expect(try parsed.bytes() == command.bytes())
                }
            }
        }
    }

    @Test func everyCutIsRefusedOrAnotherCommand() throws {
        let whole = self.header + [0, 0x01, 0x00] + [UInt8](repeating: 1, count: 256) + [0, 0]
        for count in 0..<whole.count {
            // Fed drip by drip, only a header, a header with Le, or a whole body is a command.
            let parsed = try? CommandAPDU(parsing: Array(whole.prefix(count)))
            #expect((parsed != nil) == [4, 5, 7, whole.count - 2].contains(count), "\(count) bytes")
        }
    }
}
