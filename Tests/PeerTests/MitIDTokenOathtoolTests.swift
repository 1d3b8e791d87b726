import OTPCore
import ProgramSupport
import Testing

/// `mitid-token` beside `oathtool`, both run as programs.
@Suite(.serialized, .enabled(if: Oathtool.program != nil, "\(Oathtool.absence)"))
struct MitIDTokenOathtoolTests {
    @Test func theSameSecretInHexadecimalAndBase32() async throws {
        let token = try Program.built("mitid-token")
        var random = SeededCases(seed: 32)
        for number in 0..<25 {
            let (secret, digits, algorithm) = (random.secret(), random.digits(), random.algorithm())
            let (hex, base32) = (SeededCases.hexadecimal(secret), SeededCases.base32(secret))
            let time = Int64.random(in: 0...253_402_300_799, using: &random)
            let parameters = ["code", "--digits", "\(digits)", "--algorithm", "\(algorithm)", "--at", "\(time)"]
            let options = ["--totp=\(algorithm)", "--digits=\(digits)", "--now=@\(time)"]

            let theirs = try await Oathtool.run(options + [hex])
            #expect(try await Oathtool.run(options + ["--base32", base32]) == theirs)
            #expect(try await token.run(parameters + ["--secret-hex", hex]) == theirs, "case \(number)")
            #expect(try await token.run(parameters + ["--secret-base32", base32]) == theirs, "case \(number)")
            #expect(try await token.run(parameters + ["--secret-file", "-"], input: "base32:\(base32)\n") == theirs)
        }
    }

    @Test func aRowOfCountersIsOathtoolsWindow() async throws {
        let token = try Program.built("mitid-token")
        var random = SeededCases(seed: 10)
        for count in [1, 2, 10, 100] {
            let (secret, digits) = (SeededCases.hexadecimal(random.secret()), random.digits())
            let counter = UInt64.random(in: 0...UInt64.max / 2, using: &random)
            let ours = try await token.run([
                "code", "--secret-hex", secret, "--digits", "\(digits)", "--counter", "\(counter)", "--count",
                "\(count)",
            ])
            let theirs = try await Oathtool.run([
                "--digits=\(digits)", "--counter=\(counter)", "--window=\(count - 1)", secret,
            ])
            #expect(ours == theirs)
            #expect(ours.lines.count == count)
        }
    }

    @Test func aCodeIsFoundInTheWindowsInWhichOathtoolFindsIt() async throws {
        let token = try Program.built("mitid-token")
        var random = SeededCases(seed: 7)
        for distance in [0, 1, 2, 5, 6, 9] {
            let secret = SeededCases.hexadecimal(random.secret())
            let counter = UInt64.random(in: 0...1000, using: &random)
            let code = try await Oathtool.run(["--counter=\(counter + UInt64(distance))", secret]).lines.joined()
            for window in [0, 1, 5, 10] {
                let ours = try await token.run([
                    "verify", "--secret-hex", secret, "--code", code, "--counter", "\(counter)", "--window",
                    "\(window)",
                ])
                let theirs = try await Oathtool.run(["--counter=\(counter)", "--window=\(window)", secret, code])
                #expect(theirs.status == (distance <= window ? 0 : 2))
                #expect(ours.status == (distance <= window ? 0 : 1))
            }
        }
    }

    @Test func aTimeIsSearchedOnBothSidesAsOathtoolDoes() async throws {
        let token = try Program.built("mitid-token")
        var random = SeededCases(seed: 59)
        let time: Int64 = 1_795_348_800
        for distance in [-4, -3, -1, 0, 1, 3, 4] {
            let secret = SeededCases.hexadecimal(random.secret())
            let shown = try await Oathtool.run(["--totp", "--now=@\(time + Int64(distance) * 30)", secret]).lines
                .joined()
            let ours = try await token.run([
                "verify", "--secret-hex", secret, "--code", shown, "--at", "\(time)", "--window", "3",
            ])
            let theirs = try await Oathtool.run(["--totp", "--now=@\(time)", "--window=3", secret, shown])
            #expect((ours.status == 0) == (theirs.status == 0))
            #expect(ours.status == (abs(distance) <= 3 ? 0 : 1))
        }
    }
}
