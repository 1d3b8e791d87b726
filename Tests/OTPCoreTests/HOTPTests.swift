import OTPCore
import Testing
import VectorSupport

/// HOTP, RFC 4226.
struct HOTPTests {
    @Test(
        arguments: try ["hotp_sha1_6_test", "hotp_edges_test"].flatMap { try VectorFile<HOTPGroup>.named($0).cases }
    )
    func aCounterHasItsCode(_ vector: VectorCase<HOTPGroup>) throws {
        let secret = try SharedSecret(copying: vector.group.secret.bytes.span)
        let key = HMACKey(secret, algorithm: try Reading.algorithm(vector.group.algorithm))
        let counter = vector.test.counter.value

        let code = try HOTP(digits: vector.group.digits).code(for: counter, key: key)

        #expect(code.text == vector.test.code)
        #expect(code.digits == vector.group.digits)
        #expect(code.text.utf8.map { $0 - UInt8(ascii: "0") } == (0..<code.digits).map { code[$0] })
        if let truncated = vector.test.truncated {
            #expect(code.value == truncated % 1_000_000)
        }
        if let hmac = vector.test.hmac {
            let message = (0..<8).map { UInt8(truncatingIfNeeded: counter >> (56 - 8 * UInt64($0))) }
            let computed = Reading.bytes(of: key.authenticationCode(for: message.span))
            #expect(computed == hmac.bytes)
        }
    }

    @Test(arguments: [Int.min, -1, 0, 5, 11, Int.max])
    func digitsAreSixToTen(_ digits: Int) {
        #expect(throws: OTPParameterError.digitsOutOfRange(digits)) { try HOTP(digits: digits) }
        #expect(throws: OTPParameterError.digitsOutOfRange(digits)) { try TOTP(digits: digits) }
    }

    @Test func moreDigitsEndInTheFewerOnes() throws {
        var random = SeededGenerator(seed: 6)
        let key = HMACKey(copying: random.bytes(20).span, algorithm: .sha256)
        for _ in 0..<200 {
            let counter = random.next()
            let longest = try HOTP(digits: 10).code(for: counter, key: key).text
            for digits in 6...9 {
                #expect(longest.hasSuffix(try HOTP(digits: digits).code(for: counter, key: key).text))
            }
        }
    }
}
