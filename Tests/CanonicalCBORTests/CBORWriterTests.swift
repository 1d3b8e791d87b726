import CanonicalCBOR
import Testing

/// What is written is canonical whatever order it is given in.
struct CBORWriterTests {
    @Test func aMapPutsItsEntriesInOrder() {
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

    @Test(arguments: [0, 1, 23, 24, 255, 256, 300])
    func aMapOfManyEntriesIsReadBack(_ count: Int) throws {
        var writer = CBORWriter(after: [0xff])
        writer.map { entries in
            for key in (0..<count).reversed() {
                entries.add(Int64(key)) { $0.map { $0.add("b") { $0.null() } } }
            }
        }
        #expect(writer.bytes.first == 0xff)
        let map = try #require(try CBORItem(parsing: writer.bytes, from: 1).map)
        #expect(map.map { $0.key.integer } == (0..<Int64(count)).map { $0 })
    }

    @Test func numbersAreAsShortAsTheyCanBe() throws {
        for shift in 0..<64 {
            for value in [UInt64(1) << shift, (UInt64(1) << shift) - 1] {
                var writer = CBORWriter()
                writer.unsignedInteger(value)
                #expect(try CBORItem(parsing: writer.bytes).unsignedInteger == value)
                if let positive = Int64(exactly: value) {
                    writer = CBORWriter()
                    writer.integer(-positive)
                    #expect(try CBORItem(parsing: writer.bytes).integer == -positive)
                }
            }
        }
        var writer = CBORWriter()
        writer.integer(.min)
        #expect(try CBORItem(parsing: writer.bytes).integer == .min)
    }
}
