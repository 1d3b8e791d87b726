import OTPCore
import Testing
import VectorSupport

/// Look-around, RFC 6238, sections 5.2 and 6.
struct TOTPVerificationTests {
    @Test(arguments: try VectorFile<TOTPVerificationGroup>.named("totp-verification_sha1_6_test").cases)
    func aCodeMatchesItsStepOrNone(_ vector: VectorCase<TOTPVerificationGroup>) throws {
        let group = vector.group
        let key = HMACKey(copying: group.secret.bytes.span, algorithm: try Reading.algorithm(group.algorithm))
        let window = LookAroundWindow(behind: group.window.behind, ahead: group.window.ahead)
        let step = vector.test.step.value
        guard let code = try? Code(parsing: vector.test.code) else {
            // Too short to be a code at all: refused before any key is touched.
            #expect(vector.test.code.count < 4)
            #expect(vector.test.expect == "noMatch")
            return
        }

        let totp = try TOTP(digits: group.digits, timeStep: 1)
        let match = totp.verify(code, around: step, window: window, after: vector.test.after?.value, key: key)
        #expect(match == vector.test.matchingStep?.value)
        #expect((match == nil) == (vector.test.expect == "noMatch"))

        // The same by the clock: T0 at the earliest second gives every step a time.
        let clocked = try TOTP(digits: group.digits, timeStep: 1, epoch: .min)
        let time = Int64(bitPattern: step &+ UInt64(bitPattern: .min))
        let again = try clocked.verify(code, at: time, window: window, after: vector.test.after?.value, key: key)
        #expect(again == match)
    }

    @Test func everyStepOfARandomWindowIsFoundExactlyAndNoneOutside() throws {
        var random = SeededGenerator(seed: 9)
        let key = HMACKey(copying: random.bytes(20).span, algorithm: .sha1)
        // Ten digits have 2^31 codes: within a dozen steps two equal ones are as good as impossible.
        let totp = try TOTP(digits: 10)
        for _ in 0..<40 {
            let behind = UInt32.random(in: 0...6, using: &random)
            let ahead = UInt32.random(in: 0...6, using: &random)
            let window = LookAroundWindow(behind: behind, ahead: ahead)
            let expected = UInt64.random(in: 20...(.max - 20), using: &random)
            let last = Bool.random(using: &random) ? expected - 8 + UInt64.random(in: 0...16, using: &random) : nil
            for step in expected - 8...expected + 8 {
                let code = totp.code(forStep: step, key: key)
                let inside = step + UInt64(behind) >= expected && step <= expected + UInt64(ahead)
                let isNew = last.map { step > $0 } ?? true
                let match = totp.verify(code, around: expected, window: window, after: last, key: key)
                #expect(match == (inside && isNew ? step : nil))
            }
        }
    }

    @Test func theAnswerDoesNotDependOnWhatWasAskedBefore() throws {
        var random = SeededGenerator(seed: 10)
        let key = HMACKey(copying: random.bytes(20).span, algorithm: .sha256)
        let totp = try TOTP()
        let window = LookAroundWindow(behind: 3, ahead: 3)
        let codes = try (0..<100).map { offset in
            offset.isMultiple(of: 2)
                ? totp.code(forStep: 995 + UInt64(offset % 11), key: key)
                : try Code(parsing: random.characters(6, from: "0123456789"))
        }
        let answers = codes.map { totp.verify($0, around: 1000, window: window, key: key) }
        for index in codes.indices.shuffled(using: &random) {
            #expect(totp.verify(codes[index], around: 1000, window: window, key: key) == answers[index])
        }
    }

    @Test func acceptingStepAfterStepNeverAcceptsACodeTwice() throws {
        var random = SeededGenerator(seed: 11)
        let key = HMACKey(copying: random.bytes(20).span, algorithm: .sha1)
        let totp = try TOTP()
        let window = LookAroundWindow(behind: 2, ahead: 2)
        var last: UInt64?
        var accepted: [UInt64] = []
        for time in stride(from: Int64(1_000_000), to: 1_003_000, by: 7) {
            let shown = try totp.step(at: time + Int64.random(in: -60...60, using: &random))
            let code = totp.code(forStep: shown, key: key)
            if let step = try totp.verify(code, at: time, window: window, after: last, key: key) {
                accepted.append(step)
                last = step
            }
        }
        #expect(accepted.count > 50)
        #expect(zip(accepted, accepted.dropFirst()).allSatisfy { $0 < $1 })
    }
}
