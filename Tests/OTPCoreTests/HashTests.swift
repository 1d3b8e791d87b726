import OTPCore
import Testing
import VectorSupport

/// SHA-1, SHA-256 and SHA-512, FIPS 180-4.
struct HashTests {
    @Test(
        arguments: try ["hash_sha1_test", "hash_sha256_test", "hash_sha512_test"]
            .flatMap { try VectorFile<HashGroup>.named($0).cases }
    )
    func aMessageHasItsDigest(_ vector: VectorCase<HashGroup>) throws {
        let algorithm = try Reading.algorithm(vector.group.algorithm)
        let message = Array(repeatElement(vector.test.message.bytes, count: vector.test.repetitions).joined())
        #expect(Reading.digest(of: [message[...]], algorithm) == vector.test.digest.bytes)
    }

    @Test(arguments: HashAlgorithm.allCases)
    func theDigestDoesNotDependOnThePiecesTheMessageComesIn(_ algorithm: HashAlgorithm) {
        var random = SeededGenerator(seed: 1)
        for count in Array(0...300) + [1000, 4096] {
            let message = random.bytes(count)
            let whole = Reading.digest(of: [message[...]], algorithm)
            #expect(whole.count == algorithm.digestByteCount)

            let single = message.indices.map { message[$0..<$0 + 1] }
            #expect(Reading.digest(of: single, algorithm) == whole, "byte by byte, \(count) bytes")

            var pieces: [ArraySlice<UInt8>] = []
            var rest = message[...]
            while !rest.isEmpty {
                let length = Int.random(in: 0...min(rest.count, 150), using: &random)
                pieces.append(rest.prefix(length))
                rest = rest.dropFirst(length)
            }
            #expect(Reading.digest(of: pieces, algorithm) == whole, "in \(pieces.count) pieces, \(count) bytes")
        }
    }

    @Test(arguments: HashAlgorithm.allCases)
    func oneBitMakesAnotherDigest(_ algorithm: HashAlgorithm) {
        var random = SeededGenerator(seed: 2)
        for count in [1, 55, 64, 111, 128, 200] {
            var message = random.bytes(count)
            let before = Reading.digest(of: [message[...]], algorithm)
            message[Int.random(in: 0..<count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            #expect(Reading.digest(of: [message[...]], algorithm) != before)
        }
    }

    @Test func aDigestHasNoByteBeyondItsEnd() {
        let digest = SHA1().finalize()
        #expect(digest.count == 20)
        #expect(digest[20] == 0)
        #expect(digest[-1] == 0)
        #expect(digest[Int.max] == 0)
    }
}
