import OTPDevices
import Testing

@Suite struct InstantTests {
    @Test func secondsAreRoundedDownOnBothSidesOfTheEpoch() {
        #expect(Instant(milliseconds: 59_999).unixSeconds == 59)
        #expect(Instant(milliseconds: -1).unixSeconds == -1)
        #expect(Instant(milliseconds: -1000).unixSeconds == -1)
        #expect(Instant(milliseconds: -1001).unixSeconds == -2)
        #expect(Instant(milliseconds: .min).unixSeconds == -9_223_372_036_854_776)
    }

    @Test func arithmeticStopsAtTheEndsOfTime() {
        #expect(Instant.seconds(.max).milliseconds == .max)
        #expect(Instant.seconds(.min).milliseconds == .min)
        #expect(Instant(milliseconds: .max).advanced(byMilliseconds: 1).milliseconds == .max)
        #expect(Instant(milliseconds: .min).advanced(byMilliseconds: -1).milliseconds == .min)
        #expect(Instant(milliseconds: .max).milliseconds(since: Instant(milliseconds: .min)) == .max)
        #expect(Instant(milliseconds: .min).milliseconds(since: Instant(milliseconds: .max)) == .min)
        #expect(Instant(milliseconds: 0).milliseconds(since: Instant(milliseconds: .min)) == .max)
        #expect(Instant(milliseconds: -1).milliseconds(since: Instant(milliseconds: .min)) == .max)
        #expect(Instant(milliseconds: -2).milliseconds(since: Instant(milliseconds: .max)) == .min)
    }
}
