import LibCrypto
import Testing

@Suite struct SecretBytesTests {
    @Test func theBytesAreLentAsTheyWereGiven() {
        let secret = SecretBytes(copying: [1, 2, 3].span)
        #expect(secret.count == 3)
        #expect(secret.withBytes { span in span.indices.map { index in span[index] } } == [1, 2, 3])
    }

    @Test func wipingLeavesZerosOfTheSameLength() {
        var bytes: [UInt8] = [1, 2, 3]
        bytes.wipe()
        #expect(bytes == [0, 0, 0])
    }

    @Test func wipingNothingIsHarmless() {
        var bytes: [UInt8] = []
        bytes.wipe()
        #expect(bytes.isEmpty)
        #expect(SecretBytes(copying: bytes.span).count == 0)
    }

    @Test(
        arguments: [
            ([], [], true), ([1, 2], [1, 2], true), ([1, 2], [1, 3], false), ([1, 2], [1, 2, 3], false),
            ([], [0], false),
        ] as [([UInt8], [UInt8], Bool)]
    )
    func comparingInConstantTimeIsStillComparing(left: [UInt8], right: [UInt8], equal: Bool) {
        #expect(left.span.isEqualInConstantTime(to: right.span) == equal)
    }
}
