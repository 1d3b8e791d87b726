import Testing
import TimeText

@Suite struct RFC3339Tests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("1985-04-12T23:20:50.52Z", 482_196_050_520),
            ("1996-12-19T16:39:57-08:00", 851_042_397_000),
            ("1937-01-01T12:00:27.87+00:20", -1_041_337_172_130),
            ("1990-12-31T23:59:60Z", 662_688_000_000),
            ("2603-10-11T11:33:20Z", 20_000_000_000_000),
            ("2026-11-22t12:00:00.123456z", 1_795_348_800_123),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000),
        ] as [(String, Int64)]
    )
    func examplesOfTheStandardAreRead(_ text: String, _ milliseconds: Int64) throws {
        #expect(try RFC3339.milliseconds(of: text) == milliseconds)
    }

    @Test(arguments: [
        "2024-02-29T00:00:00Z", "2026-11-22T12:00:00.007Z", "9999-12-31T23:59:59.999Z", "0000-03-01T00:00:00Z",
    ])
    func whatIsWrittenIsWhatWasRead(_ text: String) throws {
        #expect(RFC3339.text(milliseconds: try RFC3339.milliseconds(of: text)) == text)
    }

    @Test(arguments: ["2023-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-22T24:00:00Z", "2026-00-10T00:00:00Z"])
    func daysThatDoNotExistAreRefused(_ text: String) {
        #expect(throws: TimeTextError.noSuchTime) { try RFC3339.milliseconds(of: text) }
    }

    @Test(
        arguments: [
            "", "now", "2026-11-22", "2026-11-22T12:00:00", "2026-11-22T12:00:00.Z", "2026-11-22T12:00:00+1:00",
            "2026-11-22T12:00:00Z ", "-026-11-22T12:00:00Z", "２０２６-11-22T12:00:00Z", "2026-11-22T12:00:00+24:00",
        ]
    )
    func otherTextIsRefused(_ text: String) {
        #expect(throws: TimeTextError.notATime) { try RFC3339.milliseconds(of: text) }
    }
}
