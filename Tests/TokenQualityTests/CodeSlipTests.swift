import OTPCore
import Testing
import TokenQuality

/// Codes that are looked for, and slips that are asked about.
struct CodeSlipTests {
    @Test(
        "one digit, or two neighbours that have changed places, are a slip",
        arguments: [
            ("123456", "123456", nil), ("123456", "123486", CodeSlip.Kind.digit(position: 4, shown: 8, typed: 5)),
            ("023456", "123456", .digit(position: 0, shown: 1, typed: 0)), ("123465", "123456", .swap(position: 4)),
            ("213456", "123456", .swap(position: 0)), ("321456", "123456", nil), ("124356", "123457", nil),
            ("12345", "123456", nil), ("123499", "123456", nil),
        ]
    )
    func kinds(typed: String, shown: String, kind: CodeSlip.Kind?) throws {
        #expect(CodeSlip.Kind(typed: try Code(parsing: typed), shown: try Code(parsing: shown)) == kind)
    }

    @Test("a code is found an hour away, all steps with it, and a slip near now comes first")
    func search() throws {
        let key = HMACKey(copying: Array("12345678901234567890".utf8).span, algorithm: .sha1)
        let search = StepSearch.ofDisplays(seconds: 3600)
        let track = ClockTrack(timeStep: 30)
        let steps = search.steps(around: TestTray.start, of: track)
        #expect(steps.count == 241)
        #expect(steps.contains(UInt64(TestTray.start / 30_000)))
        for step in [steps.lowerBound, steps.upperBound] {
            #expect(search.matches(search.totp.code(forStep: step, key: key), in: steps, key: key) == [step])
        }
        let shown = search.totp.code(forStep: steps.lowerBound + 120, key: key)
        var digits = Array(shown.text.utf8)
        digits[2] = digits[2] == 0x39 ? 0x30 : digits[2] + 1
        let typed = try Code(parsing: digits.span)
        #expect(search.matches(typed, in: steps, key: key).isEmpty)
        #expect(search.slips(typed, in: steps, key: key).first?.step == steps.lowerBound + 120)
    }

    @Test("a search never goes before the epoch nor beyond a week")
    func limits() {
        let search = StepSearch.ofDisplays(seconds: .max)
        let track = ClockTrack(timeStep: 30)
        #expect(search.steps(around: 0, of: track) == 0...20_160)
    }
}
