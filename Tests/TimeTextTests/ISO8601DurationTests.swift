import Testing
import TimeText

@Suite struct ISO8601DurationTests {
    @Test(
        arguments: [
            ("PT30S", 30_000), ("PT1M30S", 90_000), ("PT0.25S", 250), ("PT0,5S", 500), ("-PT2S", -2000),
            ("P1DT12H", 129_600_000), ("P2W", 1_209_600_000), ("PT0S", 0), ("+PT1.0009S", 1000),
        ] as [(String, Int64)]
    )
    func lengthsAreRead(_ text: String, _ milliseconds: Int64) throws {
        #expect(try ISO8601Duration.milliseconds(of: text) == milliseconds)
    }

    @Test(arguments: ["PT30S", "PT0.25S", "-PT2S", "PT0S", "PT1H", "PT26H1M0.001S", "PT1M"])
    func whatIsWrittenIsWhatWasRead(_ text: String) throws {
        #expect(ISO8601Duration.text(milliseconds: try ISO8601Duration.milliseconds(of: text)) == text)
    }

    @Test(arguments: [
        "", "P", "PT", "30", "PT30", "30S", "PT1S1M", "P1H", "PT1.5M", "PT.5S", "P1DT", "PT1S ", "PT-1S", "--PT1S",
    ])
    func otherTextIsRefused(_ text: String) {
        #expect(throws: TimeTextError.notADuration) { try ISO8601Duration.milliseconds(of: text) }
    }

    @Test func monthsAndYearsHaveNoFixedLength() {
        #expect(throws: TimeTextError.calendarDuration) { try ISO8601Duration.milliseconds(of: "P1M") }
        #expect(throws: TimeTextError.calendarDuration) { try ISO8601Duration.milliseconds(of: "P1Y") }
    }

    @Test func aLengthThatDoesNotFitIsRefusedRatherThanWrappedAround() {
        #expect(throws: TimeTextError.tooLong) { try ISO8601Duration.milliseconds(of: "PT9223372036854775807H") }
        #expect(ISO8601Duration.text(milliseconds: .min) == "-PT2562047788015H12M55.808S")
    }
}
