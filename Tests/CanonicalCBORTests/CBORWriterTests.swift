import CanonicalCBOR
import Testing

@Suite("CBOR writer")
struct CBORWriterTests {
    @Test("A map puts its entries in order whatever order they are given in")
    func mapsAreSorted() {
        var writer = CBORWriter()
        writer.map { entries in
            entries.add("up") { $0.boolean(true) }
            entries.add(-1) { $0.integer(-256) }
            entries.add(300) { $0.null() }
            entries.add("a") { $0.textString("\u{e6}") }
            entries.add(10) { $0.byteString([1, 2]) }
        }
        #expect(
            writer.bytes == [
                0xa5, 0x0a, 0x42, 1, 2, 0x19, 0x01, 0x2c, 0xf6, 0x20, 0x38, 0xff, 0x61, 0x61, 0x62, 0xc3, 0xa6, 0x62,
                0x75,
                0x70, 0xf5,
            ]
        )
    }
}
