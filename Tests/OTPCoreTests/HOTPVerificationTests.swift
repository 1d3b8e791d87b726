import OTPCore
import Testing
import VectorSupport

/// Look-ahead, RFC 4226, sections 7.2 and 7.4.
struct HOTPVerificationTests {
    @Test(arguments: try VectorFile<HOTPVerificationGroup>.named("hotp-verification_sha1_6_test").cases)
    func aCodeMatchesItsCounterOrNone(_ vector: VectorCase<HOTPVerificationGroup>) throws {
        let group = vector.group
        let key = HMACKey(copying: group.secret.bytes.span, algorithm: try Reading.algorithm(group.algorithm))
        guard let code = try? Code(parsing: vector.test.code) else {
            // Too short to be a code at all: refused before any key is touched.
            #expect(vector.test.code.count < 4)
            #expect(vector.test.expect == "noMatch")
            return
        }
        let match = try HOTP(digits: group.digits).verify(
            code,
            counter: vector.test.counter.value,
            lookAhead: group.lookAhead,
            key: key
        )
        #expect(match == vector.test.matchingCounter?.value)
        #expect((match == nil) == (vector.test.expect == "noMatch"))
    }

    @Test func theNearestCounterOfARangeMatches() throws {
        // 6 digits and a range this long make equal codes certain; the plain search below says which one is nearest.
        var random = SeededGenerator(seed: 8)
        let key = HMACKey(copying: random.bytes(20).span, algorithm: .sha1)
        let hotp = try HOTP()
        let range: ClosedRange<UInt64> = 1000...4000
        let codes = range.map { (counter: $0, code: hotp.code(for: $0, key: key)) }
        for _ in 0..<6 {
            let target = try #require(codes.randomElement(using: &random))
            let expected = UInt64.random(in: 0...5000, using: &random)
            let nearest = codes.filter { $0.code == target.code }.map(\.counter).min { left, right in
                (self.distance(left, expected), left) < (self.distance(right, expected), right)
            }
            #expect(hotp.verify(target.code, in: range, nearest: expected, key: key) == nearest)
        }
    }

    @Test func theExpectedCounterMayLieOutsideTheRange() throws {
        let key = HMACKey(copying: Array("12345678901234567890".utf8).span, algorithm: .sha1)
        let hotp = try HOTP()
        let code = hotp.code(for: 7, key: key)
        #expect(hotp.verify(code, in: 5...9, nearest: 0, key: key) == 7)
        #expect(hotp.verify(code, in: 5...9, nearest: .max, key: key) == 7)
        #expect(hotp.verify(code, in: 8...9, nearest: 7, key: key) == nil)
        #expect(hotp.verify(code, in: 7...7, nearest: 7, key: key) == 7)
    }

    private func distance(_ left: UInt64, _ right: UInt64) -> UInt64 {
        left > right ? left - right : right - left
    }
}
