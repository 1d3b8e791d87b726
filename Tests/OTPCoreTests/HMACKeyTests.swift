import OTPCore
import Testing
import VectorSupport

/// HMAC, RFC 2104, and the midstates it keeps.
struct HMACKeyTests {
    @Test(
        arguments: try ["hmac_sha1_test", "hmac_sha256_test", "hmac_sha512_test"]
            .flatMap { try VectorFile<HMACGroup>.named($0).cases }
    )
    func aMessageHasItsAuthenticationCode(_ vector: VectorCase<HMACGroup>) throws {
        let algorithm = try Reading.algorithm(vector.group.algorithm)
        let key = HMACKey(copying: vector.test.key.bytes.span, algorithm: algorithm)
        let code = Reading.bytes(of: key.authenticationCode(for: vector.test.message.bytes.span))
        #expect(code.count == algorithm.digestByteCount)
        #expect(code.starts(with: vector.test.code.bytes))
    }

    @Test(arguments: HashAlgorithm.allCases)
    func aKeyGivesTheSameHoweverOftenAndInWhateverOrderItIsUsed(_ algorithm: HashAlgorithm) {
        var random = SeededGenerator(seed: 3)
        let secret = random.bytes(20)
        let messages = (0..<50).map { random.bytes($0 * 5) }
        let kept = HMACKey(copying: secret.span, algorithm: algorithm)
        let first = messages.map { message in
            let fresh = HMACKey(copying: secret.span, algorithm: algorithm)
            return Reading.bytes(of: fresh.authenticationCode(for: message.span))
        }
        for index in messages.indices.shuffled(using: &random) {
            let message = messages[index]
            let again = Reading.bytes(of: kept.authenticationCode(for: message.span))
            #expect(again == first[index])
        }
    }

    @Test(arguments: HashAlgorithm.allCases)
    func aKeyLongerThanABlockIsHashedFirst(_ algorithm: HashAlgorithm) {
        var random = SeededGenerator(seed: 4)
        let message = random.bytes(40)
        for extra in 1...80 {
            let long = random.bytes(algorithm.blockByteCount + extra)
            let hashed = Reading.digest(of: [long[...]], algorithm)
            #expect(self.code(long, message, algorithm) == self.code(hashed, message, algorithm))
        }
        // A key of just a block is used as it is, and zeros at the end of a shorter one make no difference.
        let block = random.bytes(algorithm.blockByteCount)
        let hashed = Reading.digest(of: [block[...]], algorithm)
        #expect(self.code(block, message, algorithm) != self.code(hashed, message, algorithm))
        let short = random.bytes(algorithm.blockByteCount - 3)
        #expect(self.code(short, message, algorithm) == self.code(short + [0, 0, 0], message, algorithm))
    }

    @Test(arguments: HashAlgorithm.allCases)
    func aSecretMakesTheKeyThatItsBytesMake(_ algorithm: HashAlgorithm) throws {
        var random = SeededGenerator(seed: 5)
        let message = random.bytes(8)
        for count in 1...SharedSecret.maximumByteCount {
            let bytes = random.bytes(count)
            let secret = try SharedSecret(copying: bytes.span)
            let key = HMACKey(secret, algorithm: algorithm)
            let code = Reading.bytes(of: key.authenticationCode(for: message.span))
            #expect(code == self.code(bytes, message, algorithm))
        }
    }

    @Test(arguments: HashAlgorithm.allCases)
    func aWipedKeyHasForgottenItsSecret(_ algorithm: HashAlgorithm) {
        let message: [UInt8] = [1, 2, 3]
        var one = HMACKey(copying: [UInt8](repeating: 1, count: 20).span, algorithm: algorithm)
        var other = HMACKey(copying: [UInt8](repeating: 2, count: 20).span, algorithm: algorithm)
        let before = (one.authenticationCode(for: message.span), other.authenticationCode(for: message.span))
        #expect(before.0 != before.1)
        one.wipe()
        other.wipe()
        let after = (one.authenticationCode(for: message.span), other.authenticationCode(for: message.span))
        #expect(after.0 == after.1)
    }

    private func code(_ key: [UInt8], _ message: [UInt8], _ algorithm: HashAlgorithm) -> [UInt8] {
        Reading.bytes(of: HMACKey(copying: key.span, algorithm: algorithm).authenticationCode(for: message.span))
    }
}
