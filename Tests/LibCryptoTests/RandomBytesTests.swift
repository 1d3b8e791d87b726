import LibCrypto
import Testing

@Suite struct RandomBytesTests {
    @Test func theWholeBufferIsFilled() throws {
        // 4096 bytes of which none stays at its first value by chance in 16 tries: 4096 / 256^16.
        var stillZero = Set(0..<4096)
        for _ in 0..<16 {
            let bytes = try RandomBytes.array(count: 4096)
            stillZero.formIntersection(bytes.indices.filter { index in bytes[index] == 0 })
        }
        #expect(stillZero.isEmpty)
    }

    @Test func twoDrawsDiffer() throws {
        #expect(try RandomBytes.array(count: 32) != RandomBytes.array(count: 32))
    }

    @Test func noBytesAreNoError() throws {
        #expect(try RandomBytes.array(count: 0).isEmpty)
        #expect(try RandomBytes.secret(count: 20).count == 20)
    }
}
