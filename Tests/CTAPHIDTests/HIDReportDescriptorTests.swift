import CTAPHID
import Testing

/// Report descriptors, HID 1.11, section 6.2.2.
struct HIDReportDescriptorTests {
    /// CTAP 2.1, section 11.2.8.2, with reports of 64 bytes.
    private static let fido: [UInt8] = [
        0x06, 0xD0, 0xF1, 0x09, 0x01, 0xA1, 0x01,
        0x09, 0x20, 0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08, 0x95, 0x40, 0x81, 0x02,
        0x09, 0x21, 0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08, 0x95, 0x40, 0x91, 0x02,
        0xC0,
    ]

    /// HID 1.11, appendix E.6: a boot keyboard of 8 input bytes and one output byte.
    private static let keyboard: [UInt8] = [
        0x05, 0x01, 0x09, 0x06, 0xA1, 0x01, 0x05, 0x07, 0x19, 0xE0, 0x29, 0xE7, 0x15, 0x00, 0x25, 0x01,
        0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0x95, 0x01, 0x75, 0x08, 0x81, 0x01, 0x95, 0x05, 0x75, 0x01,
        0x05, 0x08, 0x19, 0x01, 0x29, 0x05, 0x91, 0x02, 0x95, 0x01, 0x75, 0x03, 0x91, 0x01, 0x95, 0x06,
        0x75, 0x08, 0x15, 0x00, 0x25, 0x65, 0x05, 0x07, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xC0,
    ]

    @Test func aTokenIsRecognised() throws {
        let descriptor = try HIDReportDescriptor(parsing: Self.fido)
        #expect(descriptor.topUsages == [.fido])
        #expect(descriptor.usage == HIDUsage(page: 0xF1D0, number: 1))
        #expect(descriptor.reportSizes == ReportSizes())
        #expect(!descriptor.hasReportIDs)
    }

    @Test func aKeyboardIsNone() throws {
        let descriptor = try HIDReportDescriptor(parsing: Self.keyboard)
        #expect(descriptor.usage == HIDUsage(page: 1, number: 6))
        #expect(descriptor.inputByteCount == 8)
        #expect(descriptor.outputByteCount == 1)
        #expect(descriptor.reportSizes == nil)
    }

    @Test(
        "sizes of 8 to 1,024 bytes are told, with counts of one and two bytes",
        arguments: [7, 8, 32, 255, 512, 1_024, 1_025]
    )
    func sizes(_ byteCount: Int) throws {
        let count = [0x96, UInt8(truncatingIfNeeded: byteCount), UInt8(truncatingIfNeeded: byteCount >> 8)]
        let bytes: [UInt8] =
            [0x06, 0xD0, 0xF1, 0x09, 0x01, 0xA1, 0x01, 0x75, 0x08] + count + [0x81, 0x02, 0x95, 0x08, 0x91, 0x02, 0xC0]
        let descriptor = try HIDReportDescriptor(parsing: bytes)
        #expect(descriptor.inputByteCount == byteCount)
        let input = ReportSize(byteCount: byteCount)
        #expect((input != nil) == (8...1_024).contains(byteCount))
        #expect(descriptor.reportSizes?.input == input)
        #expect(descriptor.outputByteCount == 8)
    }

    @Test func aUsageOfFourBytesBringsItsPage() throws {
        let bytes: [UInt8] = [0x05, 0x01, 0x0B, 0x01, 0x00, 0xD0, 0xF1, 0xA1, 0x01, 0xC0]
        #expect(try HIDReportDescriptor(parsing: bytes).usage == .fido)
        // The page that counts is the one at the collection, and the first usage.
        let late: [UInt8] = [0x09, 0x01, 0x09, 0x05, 0x06, 0xD0, 0xF1, 0xA1, 0x01, 0xC0]
        #expect(try HIDReportDescriptor(parsing: late).usage == .fido)
        // Local items end with their main item.
        let second: [UInt8] = late + [0xA1, 0x01, 0xC0]
        #expect(try HIDReportDescriptor(parsing: second).topUsages == [.fido, HIDUsage(page: 0xF1D0, number: 0)])
    }

    @Test func eachReportIDHasItsOwnSize() throws {
        let bytes: [UInt8] = [
            0x06, 0xD0, 0xF1, 0x09, 0x01, 0xA1, 0x01, 0x75, 0x08, 0x85, 0x01, 0x95, 0x40, 0x81, 0x02, 0x85, 0x02, 0x95,
            0x10,
            0x81, 0x02, 0x85, 0x01, 0x95, 0x01, 0x81, 0x02, 0xA1, 0x00, 0x95, 0x20, 0x91, 0x02, 0xC0, 0xC0,
        ]
        let descriptor = try HIDReportDescriptor(parsing: bytes)
        #expect(descriptor.hasReportIDs)
        #expect(descriptor.inputByteCount == 65)
        #expect(descriptor.outputByteCount == 32)
        #expect(descriptor.topUsages == [.fido])
    }

    @Test func pushAndPopKeepGlobalItems() throws {
        let bytes: [UInt8] = [
            0x06, 0xD0, 0xF1, 0x75, 0x08, 0x95, 0x40, 0xA4, 0x05, 0x01, 0x95, 0x01, 0xB4, 0x09, 0x01, 0xA1, 0x01,
            0x81, 0x02, 0x91, 0x02, 0xC0,
        ]
        let descriptor = try HIDReportDescriptor(parsing: bytes)
        #expect(descriptor.usage == .fido)
        #expect(descriptor.reportSizes == ReportSizes())
    }

    @Test("a long item is skipped")
    func longItem() throws {
        let descriptor = try HIDReportDescriptor(parsing: [0xFE, 0x03, 0xF0, 0xC0, 0xC0, 0xC0] + Self.fido)
        #expect(descriptor.usage == .fido)
    }

    @Test(
        "what is wrong is named",
        arguments: [
            ([], .noCollection),
            ([0x05, 0x01], .noCollection),
            ([0x06, 0xD0], .truncatedItem(offset: 0)),
            ([0xA1, 0x01, 0xC0, 0x0B, 1, 2, 3], .truncatedItem(offset: 3)),
            ([0xFE], .truncatedItem(offset: 0)),
            ([0xFE, 0x02, 0x00, 0x01], .truncatedItem(offset: 0)),
            ([0xC0], .collectionNotOpen(offset: 0)),
            ([0xA1, 0x01, 0xC0, 0xC0], .collectionNotOpen(offset: 3)),
            ([0xA1, 0x01, 0xA1, 0x00], .collectionNotClosed(count: 2)),
            ([0xB4], .popWithoutPush(offset: 0)),
            ([UInt8](repeating: 0xA4, count: 65), .pushedTooDeep(offset: 64)),
            ([0x85, 0x00], .noSuchReportID(0, offset: 0)),
            ([0x86, 0x00, 0x01], .noSuchReportID(256, offset: 0)),
            (
                [0x77, 0xFF, 0xFF, 0xFF, 0xFF, 0x97, 0xFF, 0xFF, 0xFF, 0xFF, 0xA1, 0x01, 0x81, 0x02, 0xC0],
                .reportTooLong(offset: 12)
            ),
        ] as [([UInt8], HIDReportDescriptorError)]
    )
    func errors(_ bytes: [UInt8], _ error: HIDReportDescriptorError) {
        #expect(throws: error) { try HIDReportDescriptor(parsing: bytes) }
    }

    @Test("every cut and every changed byte of a descriptor is read or refused, and random bytes as well")
    func anythingAtAll() throws {
        for whole in [Self.fido, Self.keyboard] {
            for length in 0..<whole.count {
                #expect(throws: HIDReportDescriptorError.self) {
                    try HIDReportDescriptor(parsing: Array(whole.prefix(length)))
                }
            }
            for index in whole.indices {
                for value: UInt8 in 0...255 {
                    var changed = whole
                    changed[index] = value
                    guard let descriptor = try? HIDReportDescriptor(parsing: changed) else { continue }
                    #expect((0...65_535).contains(descriptor.inputByteCount))
                    #expect(!descriptor.topUsages.isEmpty)
                }
            }
        }
        var random = SplitMix64(seed: 22)
        for _ in 0..<5_000 {
            let bytes = random.bytes(Int.random(in: 0...80, using: &random))
            guard let descriptor = try? HIDReportDescriptor(parsing: bytes) else { continue }
            #expect(!descriptor.topUsages.isEmpty)
        }
    }
}
