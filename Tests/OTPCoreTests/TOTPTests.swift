import OTPCore
import Testing
import VectorSupport

/// TOTP, RFC 6238.
struct TOTPTests {
    @Test(
        arguments: try ["totp_sha1_8_test", "totp_sha256_8_test", "totp_sha512_8_test", "totp_edges_test"]
            .flatMap { try VectorFile<TOTPGroup>.named($0).cases }
    )
    func aTimeHasItsCode(_ vector: VectorCase<TOTPGroup>) throws {
        let group = vector.group
        let secret = try SharedSecret(copying: group.secret.bytes.span)
        let key = HMACKey(secret, algorithm: try Reading.algorithm(group.algorithm))
        let totp = try TOTP(digits: group.digits, timeStep: group.timeStep, epoch: group.epoch.value)
        let time = vector.test.unixTime.value

        guard vector.test.result == .valid else {
            let error = try #require(throws: TOTPError.self) { try totp.step(at: time) }
            #expect(Reading.name(of: error) == vector.test.expect)
            var refusal: TOTPError?
            do throws(TOTPError) {
                _ = try totp.code(at: time, key: key)
            } catch {
                refusal = error
            }
            #expect(refusal == .timeBeforeEpoch)
            return
        }
        let step = try #require(vector.test.step).value
        #expect(try totp.step(at: time) == step)
        #expect(totp.code(forStep: step, key: key).text == vector.test.code)
        let code = try totp.code(at: time, key: key)
        #expect(code.text == vector.test.code)
    }

    @Test func aTimeStepOfZeroSecondsIsRefused() {
        #expect(throws: OTPParameterError.zeroTimeStep) { try TOTP(timeStep: 0) }
    }

    @Test func aStepLastsItsSeconds() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let timeStep = UInt32.random(in: 1...100_000, using: &random)
            let epoch = Int64.random(in: -1_000_000_000...1_000_000_000, using: &random)
            let step = UInt64.random(in: 0...10_000_000, using: &random)
            let totp = try TOTP(timeStep: timeStep, epoch: epoch)
            let start = epoch + Int64(step) * Int64(timeStep)
            #expect(try totp.step(at: start) == step)
            #expect(try totp.step(at: start + Int64(timeStep) - 1) == step)
            #expect(try totp.step(at: start + Int64(timeStep)) == step + 1)
        }
    }
}
