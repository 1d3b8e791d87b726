import OTPCore
import ProgramSupport
import Testing

/// The same codes as oathtool's, on everything both can do.
@Suite(.serialized)
struct OathtoolTests {
    @Test func oathtoolIsInstalledWhereNothingMayBeSkipped() {
        #expect(Oathtool.program != nil || !Program.mustBeInstalled, "\(Oathtool.absence)")
    }

    @Test(.enabled(if: Oathtool.program != nil, "\(Oathtool.absence)"))
    func aThousandTimesHaveTheCodesOfOathtool() async throws {
        var random = SeededCases(seed: 2026)
        for number in 0..<1000 {
            let (secret, algorithm, digits) = (random.secret(), random.algorithm(), random.digits())
            let (timeStep, time) = (random.timeStep(), random.time())
            let epoch = Bool.random(using: &random) ? 0 : Int64.random(in: 0...time, using: &random)
            let key = HMACKey(copying: secret.span, algorithm: algorithm)
            let totp = try TOTP(digits: digits, timeStep: timeStep, epoch: epoch)

            let theirs = try await Oathtool.run([
                "--totp=\(algorithm)", "--digits=\(digits)", "--time-step-size=\(timeStep)s", "--start-time=@\(epoch)",
                "--now=@\(time)", SeededCases.hexadecimal(secret),
            ])
            let ours = try totp.code(at: time, key: key).text

            try #require(theirs.status == 0, "case \(number): \(theirs.error)")
            #expect(theirs.lines == [ours], "case \(number): \(algorithm) \(totp) at \(time)")
        }
    }

    @Test(.enabled(if: Oathtool.program != nil, "\(Oathtool.absence)"))
    func countersHaveTheCodesOfOathtool() async throws {
        var random = SeededCases(seed: 4226)
        for number in 0..<200 {
            let (secret, digits, counter) = (random.secret(), random.digits(), random.counter())
            let key = HMACKey(copying: secret.span, algorithm: .sha1)

            let theirs = try await Oathtool.run([
                "--hotp", "--digits=\(digits)", "--counter=\(counter)", SeededCases.hexadecimal(secret),
            ])
            let ours = try HOTP(digits: digits).code(for: counter, key: key).text

            try #require(theirs.status == 0, "case \(number): \(theirs.error)")
            #expect(theirs.lines == [ours], "case \(number): counter \(counter)")
        }
    }

    @Test(.enabled(if: Oathtool.program != nil, "\(Oathtool.absence)"))
    func lookAheadFindsWhatOathtoolFinds() async throws {
        var random = SeededCases(seed: 74)
        for number in 0..<60 {
            let secret = random.secret()
            let counter = UInt64.random(in: 0...1_000_000, using: &random)
            let window = UInt32.random(in: 0...20, using: &random)
            let key = HMACKey(copying: secret.span, algorithm: .sha1)
            let hotp = try HOTP()
            let code = hotp.code(for: counter + UInt64.random(in: 0...24, using: &random), key: key)

            let theirs = try await Oathtool.run([
                "--hotp", "--counter=\(counter)", "--window=\(window)", SeededCases.hexadecimal(secret), code.text,
            ])
            let ours = hotp.verify(code, counter: counter, lookAhead: window, key: key)

            // oathtool prints how far ahead it found the code, and ends with status 2 where it did not.
            #expect(theirs.status == (ours == nil ? 2 : 0), "case \(number)")
            #expect(theirs.lines == ours.map { ["\($0 - counter)"] } ?? [], "case \(number)")
        }
    }
}
