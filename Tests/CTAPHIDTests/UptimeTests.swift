import CTAPHID
import Testing

/// Time since power-on, which stops at its ends.
struct UptimeTests {
    @Test func itIsCountedInMilliseconds() {
        #expect(Uptime.seconds(2) == Uptime(milliseconds: 2_000))
        #expect(Uptime.zero.advanced(byMilliseconds: 5) == Uptime(milliseconds: 5))
        #expect(Uptime.seconds(3).milliseconds(since: .seconds(1)) == 2_000)
        #expect(Uptime.seconds(1) < Uptime.seconds(2))
    }

    @Test func itStopsAtItsEnds() {
        let end = Uptime(milliseconds: .max)
        #expect(Uptime.seconds(.max) == end)
        #expect(end.advanced(byMilliseconds: 1) == end)
        #expect(Uptime.seconds(1).milliseconds(since: .seconds(2)) == 0)
    }
}
