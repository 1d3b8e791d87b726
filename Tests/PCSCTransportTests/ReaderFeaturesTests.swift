import PCSCTransport
import Testing

@Suite("What a reader says of itself") struct ReaderFeaturesTests {
    @Test("properties are numbers with their lowest byte first, PC/SC part 10, section 2.6.14")
    func properties() {
        var features = ReaderFeatures()
        features.read([
            0x0A, 4, 0x00, 0x00, 0x01, 0x00, 0x0B, 2, 0xE6, 0x08, 0x0C, 2, 0x33, 0x44, 0x08, 3, 0x31, 0x2E, 0x30,
        ])
        #expect(features.longestData == 65_536)
        #expect(features.usbNumbers?.vendor == 0x08E6)
        #expect(features.usbNumbers?.product == 0x4433)
    }

    @Test("a list that ends too early is read as far as it goes", arguments: 0..<12)
    func truncation(count: Int) {
        var features = ReaderFeatures()
        features.read(Array([0x0A, 4, 0x05, 0x01, 0x00, 0x00, 0x0B, 2, 0xE6, 0x08, 0x0C, 2, 0x33].prefix(count)))
        #expect(features.longestData == (count < 6 ? nil : 0x105))
        #expect(features.usbNumbers == nil)
    }

    @Test("a number of more bytes than it has is left out")
    func oversized() {
        var features = ReaderFeatures()
        features.read([0x0A, 9] + [UInt8](repeating: 0xFF, count: 9) + [0x0A, 4, 0xFF, 0xFF, 0xFF, 0xFF])
        #expect(features.longestData == 0xFFFF_FFFF)
    }
}

@Suite("Errors of PC/SC") struct PCSCErrorTests {
    @Test("an error is the same 32 bits whatever a LONG is", arguments: [0x8010_0068, -0x7FEF_FF98])
    func width(result: Int) {
        #expect(PCSCError(rawValue: UInt32(truncatingIfNeeded: result)) == .resetCard)
    }

    @Test("an error that has no sentence of its own says its number")
    func number() {
        #expect(PCSCError(rawValue: 0x8010_0013).description == "PC/SC error 80100013")
    }
}
