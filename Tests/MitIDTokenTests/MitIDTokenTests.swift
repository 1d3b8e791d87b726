import Foundation
import ProgramSupport
import Testing

/// `mitid-token` as its user meets it: what is printed, where, and with which status.
@Suite(.serialized)
struct MitIDTokenTests {
    private static let secret = "3132333435363738393031323334353637383930"

    private func token(_ arguments: String..., input: String = "") async throws -> ProgramResult {
        try await Program.built("mitid-token").run(arguments, input: input)
    }

    @Test func theTenValuesOfRFC4226() async throws {
        let result = try await self.token("code", "--secret-hex", Self.secret, "--counter", "0", "--count", "10")
        #expect(
            result.lines == [
                "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
            ]
        )
        #expect(result.status == 0)
        #expect(result.error.isEmpty)
    }

    @Test(arguments: ["2603-10-11T11:33:20Z", "2603-10-11T12:33:20+01:00", "2603-10-11T11:33:20.999Z", "20000000000"])
    func aTimeCenturiesAhead(_ time: String) async throws {
        let result = try await self.token("code", "--secret-hex", Self.secret, "--digits", "8", "--at", time)
        #expect(result.lines == ["65353130"])
    }

    @Test func theLastSecondOfTheYear9999AndTheLatestTimeThereIs() async throws {
        let year9999 = try await self.token("code", "--secret-hex", Self.secret, "--at", "9999-12-31T23:59:59Z")
        #expect(year9999.lines == ["099568"])
        let latest = try await self.token("code", "--secret-hex", Self.secret, "--at", "9223372036854775807")
        #expect(latest.lines == ["451934"])
    }

    @Test func aSecretNeedNotStandInTheArguments() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mitid-token-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "secret.txt")
        try Data("\(Self.secret)\n".utf8).write(to: file)

        #expect(try await self.token("code", "--secret-file", file.path(), "--counter", "1").lines == ["287082"])
        for input in [
            Self.secret, "  \(Self.secret)  \n\n", "base32:GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
            "otpauth://hotp/a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=9",
        ] {
            let result = try await self.token("code", "--secret-file", "-", "--counter", "1", input: input)
            #expect(result.lines == ["287082"])
        }
    }

    @Test func aURIBringsItsParameters() async throws {
        let uri = "otpauth://totp/Bank:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=8&period=30"
        #expect(try await self.token("code", "--uri", uri, "--at", "59").lines == ["94287082"])
        let counter = "otpauth://hotp/Bank:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=3"
        #expect(try await self.token("code", "--uri", counter).lines == ["969429"])
    }

    @Test func oneJSONValueForPrograms() async throws {
        let code = try await self.token("code", "--secret-hex", Self.secret, "--digits", "8", "--at", "59", "--json")
        #expect(
            code.output == """
                {"algorithm":"sha1","codes":[{"code":"94287082","step":1,"validFrom":"1970-01-01T00:00:30Z",\
                "validUntil":"1970-01-01T00:01:00Z"}],"digits":8}

                """
        )
        let accepted = try await self.token(
            "verify",
            "--secret-hex",
            Self.secret,
            "--code",
            "969429",
            "--counter",
            "1",
            "--window",
            "5",
            "--json"
        )
        #expect(accepted.output == "{\"accepted\":true,\"counter\":3,\"offset\":2}\n")
        let refused = try await self.token(
            "verify",
            "--secret-hex",
            Self.secret,
            "--code",
            "969429",
            "--counter",
            "4",
            "--json"
        )
        #expect(refused.output == "{\"accepted\":false,\"reason\":\"no match in the window\"}\n")
        #expect(refused.status == 1)
    }

    @Test func aCodeOfAnotherLengthIsRefusedAndSaysSo() async throws {
        let result = try await self.token("verify", "--secret-hex", Self.secret, "--code", "94287082", "--at", "59")
        #expect(result.status == 1)
        #expect(result.output == "refused: the code has 8 digits, not 6\n")
    }

    @Test func aCodeUsedAlreadyIsRefused() async throws {
        let first = try await self.token("verify", "--secret-hex", Self.secret, "--code", "287082", "--at", "59")
        #expect(first.output == "accepted: step 1 (0 from the expected one)\n")
        let again = try await self.token(
            "verify",
            "--secret-hex",
            Self.secret,
            "--code",
            "287082",
            "--at",
            "59",
            "--after",
            "1"
        )
        #expect(again.status == 1)
    }

    @Test func aChallengeHasItsResponse() async throws {
        let plain = try await self.token(
            "ocra",
            "--suite",
            "OCRA-1:HOTP-SHA1-6:QN08",
            "--question",
            "00000000",
            "--secret-hex",
            Self.secret
        )
        #expect(plain.lines == ["237653"])
        let secret = Self.secret + "313233343536373839303132"
        for pin in [["--pin", "1234"], ["--pin-hash", "7110eda4d09e062aa5e4a390b0a572ac0d2c0220"]] {
            let result = try await Program.built("mitid-token").run(
                ["ocra", "--suite", "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1", "--question", "12345678", "--counter", "9"]
                    + ["--secret-hex", secret] + pin
            )
            #expect(result.lines == ["08522129"])
        }
        let timed = try await self.token(
            "ocra",
            "--suite",
            "OCRA-1:HOTP-SHA512-8:QN08-T1M",
            "--question",
            "00000000",
            "--at",
            "2008-03-25T12:06:30Z",
            "--secret-hex",
            Self.secret + Self.secret + Self.secret + "31323334"
        )
        #expect(timed.lines == ["95209754"])
    }

    /// Each with the words that its one line must have.
    static let misuses: [([String], String)] = [
        ([], "no command given"),
        (["bogus"], "'bogus'"),
        (["code"], "--secret-hex"),
        (["code", "--secret-hex", "zz"], "--secret-hex: character 1"),
        (["code", "--secret-hex", "313"], "--secret-hex: 3 hexadecimal digits"),
        (["code", "--secret-hex", ""], "--secret-hex: the secret is empty"),
        (["code", "--secret-base32", "MZX1"], "--secret-base32: character 4"),
        (["code", "--secret-hex", "31", "--secret-base32", "MY"], "--secret-hex and --secret-base32"),
        (["code", "--uri", "otpauth://hotp/a?secret=MY"], "--uri: the parameter counter is missing"),
        (["code", "--uri", "otpauth://totp/a?secret=MY", "--digits", "8"], "--digits: the URI says it already"),
        (["code", "--uri", "otpauth://totp/a?secret=MY", "--counter", "8"], "--counter: the URI is of type totp"),
        (["code", "--secret-file", "/no/such/file"], "--secret-file /no/such/file: cannot be read"),
        (["code", "--secret-file", "-"], "--secret-file -: holds no secret"),
        (["code", "--secret-hex", "31", "--at", "-1"], "--at: the time is before T0"),
        (["code", "--secret-hex", "31", "--at", "1969-12-31T23:59:59Z"], "--at: the time is before T0"),
        (["code", "--secret-hex", "31", "--at", "0", "--epoch", "1"], "--at: the time is before T0"),
        (["code", "--secret-hex", "31", "--at", "2026-02-30T00:00:00Z"], "there is no such time"),
        (["code", "--secret-hex", "31", "--at", "to\nmorrow"], "RFC 3339"),
        (["code", "--secret-hex", "31", "--at", "0", "--counter", "0"], "--at: goes with a time"),
        (["code", "--secret-hex", "31", "--digits", "5"], "--digits 5"),
        (["code", "--secret-hex", "31", "--digits", "11"], "--digits 11"),
        (["code", "--secret-hex", "31", "--digits", "six"], "'--digits <n>'"),
        (["code", "--secret-hex", "31", "--time-step", "0"], "--time-step 0"),
        (["code", "--secret-hex", "31", "--algorithm", "md5"], "'--algorithm <name>'"),
        (["code", "--secret-hex", "31", "--counter", "-1"], "'--counter <n>'"),
        (["code", "--secret-hex", "31", "--counter", "18446744073709551616"], "'--counter <n>'"),
        (["code", "--secret-hex", "31", "--counter", "18446744073709551615", "--count", "2"], "--count 2"),
        (["code", "--secret-hex", "31", "--count", "0"], "--count 0"),
        (["code", "--secret-hex", "31", "--nonsense"], "'--nonsense'"),
        (["verify", "--secret-hex", "31"], "'--code <digits>'"),
        (["verify", "--secret-hex", "31", "--code", "75522x"], "--code: character 6"),
        (["verify", "--secret-hex", "31", "--code", ""], "--code: 0 characters"),
        (["verify", "--secret-hex", "31", "--code", "755224", "--window", "1000001"], "--window 1000001"),
        (["verify", "--secret-hex", "31", "--code", "755224", "--counter", "0", "--after", "1"], "--after"),
        (["ocra", "--secret-hex", "31", "--question", "1", "--suite", "OCRA-2:x"], "--suite: does not start"),
        (
            ["ocra", "--secret-hex", "31", "--question", "a", "--suite", "OCRA-1:HOTP-SHA1-6:QN08"],
            "--question: character 1"
        ),
        (
            ["ocra", "--secret-hex", "31", "--question", "1", "--suite", "OCRA-1:HOTP-SHA1-6:C-QN08"],
            "--counter: the suite"
        ),
        (
            ["ocra", "--secret-hex", "31", "--question", "1", "--pin", "1", "--suite", "OCRA-1:HOTP-SHA1-6:QN08"],
            "--pin-hash: the suite does not take it"
        ),
        (
            ["ocra", "--secret-hex", "31", "--question", "1", "--session", "0g", "--suite", "OCRA-1:HOTP-SHA1-6:QN08"],
            "--session: not hexadecimal"
        ),
    ]

    @Test(arguments: MitIDTokenTests.misuses)
    func aMisuseIsOneLineAndStatusTwo(_ arguments: [String], _ words: String) async throws {
        let result = try await Program.built("mitid-token").run(arguments)
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.error.hasPrefix("mitid-token: "))
        #expect(result.error.hasSuffix("\n"))
        #expect(result.error.count { $0.isNewline } == 1, "\(result.error)")
        #expect(result.error.contains(words), "\(result.error)")
    }

    @Test func noErrorTellsASecret() async throws {
        for (option, secret) in [
            ("--secret-hex", "c0ffeec0ffeeXX"), ("--secret-base32", "HELLOHELLO1"),
            ("--uri", "otpauth://totp/a?secret=HELLOHELLO1"),
        ] {
            let result = try await self.token("code", option, secret)
            #expect(result.status == 2)
            #expect(!result.error.contains("c0ffee"))
            #expect(!result.error.contains("HELLO"))
        }
    }

    @Test(arguments: [["--help"], ["code", "--help"], ["verify", "-h"], ["ocra", "--help"], ["help", "code"]])
    func helpTeachesAndIsNoError(_ arguments: [String]) async throws {
        let result = try await Program.built("mitid-token").run(arguments)
        #expect(result.status == 0)
        #expect(result.error.isEmpty)
        #expect(result.output.contains("USAGE: mitid-token"))
        if arguments.count > 1 {
            #expect(result.output.contains("EXAMPLES"))
            #expect(result.output.contains("mitid-token code") || result.output.contains("--secret-file"))
        }
    }
}
