import PSKC
import Testing

@Suite struct ContainerDateTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"),
        ("2006-05-31T00:00:00Z", 1_149_033_600_000, "2006-05-31T00:00:00Z"),
        ("2006-05-31T00:00:00", 1_149_033_600_000, "2006-05-31T00:00:00Z"),
        ("2006-05-31T02:00:00+02:00", 1_149_033_600_000, "2006-05-31T00:00:00Z"),
        ("2006-05-30T19:30:00-04:30", 1_149_033_600_000, "2006-05-31T00:00:00Z"),
        ("2024-02-29T23:59:59.9999Z", 1_709_251_199_999, "2024-02-29T23:59:59.999Z"),
        ("1969-12-31T23:59:59.5Z", -500, "1969-12-31T23:59:59.500Z"),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000, "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59Z", 253_402_300_799_000, "9999-12-31T23:59:59Z"),
        (" 2026-11-22T12:00:00Z\n", 1_795_348_800_000, "2026-11-22T12:00:00Z"),
    ])
    func aTimeIsReadAndWritten(text: String, milliseconds: Int64, written: String) throws {
        let date = try #require(ContainerDate(parsing: text))
        #expect(date.unixMilliseconds == milliseconds)
        #expect(date.description == written)
    }

    @Test(arguments: [
        "", "2006-05-31", "2006-05-31T00:00", "2006-13-01T00:00:00Z", "2006-02-29T00:00:00Z", "2006-05-00T00:00:00Z",
        "2006-05-31T24:00:00Z", "2006-05-31T00:60:00Z", "2006-05-31T00:00:61Z", "2006-05-31T00:00:00.Z",
        "2006-05-31 00:00:00Z", "2006-05-31T00:00:00+2", "2006-05-31T00:00:00Zulu", "0000-05-31T00:00:00Z",
        "+2006-05-31T00:00:00Z", "2006-5-31T00:00:00Z", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00",
    ])
    func whatIsNoTimeIsRefused(text: String) {
        #expect(ContainerDate(parsing: text) == nil)
    }

    @Test func everyDayOfFourCenturiesComesBack() throws {
        for day in stride(from: Int64(-100_000), through: 100_000, by: 5) {
            let date = try #require(ContainerDate(unixMilliseconds: day * 86_400_000))
            if ContainerDate(parsing: date.description) != date {
                Issue.record("day \(day) came back as another: \(date)")
                return
            }
        }
    }
}
