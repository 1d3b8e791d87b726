import OTPDevices
import Testing

@Suite struct RealTimeClockTests {
    /// 2026-11-22T12:00:00Z.
    private let noon = Instant.seconds(1_795_348_800)
    private let year: Int64 = 365 * 86_400_000

    @Test func aGoodClockReadsTrueTime() {
        let clock = RealTimeClock(at: self.noon)
        #expect(clock.reading(at: self.noon.advanced(byMilliseconds: 123)).milliseconds(since: self.noon) == 123)
        #expect(clock.offset(at: .seconds(0)) == 0)
    }

    @Test func fortyPartsPerMillionAreTwentyOneMinutesInAYear() {
        let clock = RealTimeClock(at: self.noon, driftPPM: 40)
        #expect(clock.offset(at: self.noon.advanced(byMilliseconds: self.year)) == 1_261_440)
        #expect(clock.offset(at: self.noon.advanced(byMilliseconds: -self.year)) == -1_261_440)
    }

    @Test(arguments: [-500_000, -250, -1, 0, 1, 40, 500_000] as [Int32])
    func driftIsAStraightLineRoundedDown(ppm: Int32) {
        let clock = RealTimeClock(at: self.noon, driftPPM: ppm, offsetMilliseconds: -7)
        for elapsed: Int64 in [
            -3_000_000, -1_000_001, -1_000_000, -999_999, -1, 0, 1, 24_999, 25_000, 1_000_000, 7_777_777,
        ] {
            let exact = Double(elapsed) * Double(ppm) / 1_000_000
            let offset = clock.offset(at: self.noon.advanced(byMilliseconds: elapsed))
            #expect(offset == Int64(exact.rounded(.down)) - 7, "after \(elapsed) ms")
        }
    }

    @Test func aReadingNeverGoesBackWhileTrueTimeGoesOn() {
        let clock = RealTimeClock(at: self.noon, driftPPM: -500_000)
        var last = clock.reading(at: self.noon.advanced(byMilliseconds: -2_000))
        for elapsed: Int64 in -2_000...2_000 {
            let reading = clock.reading(at: self.noon.advanced(byMilliseconds: elapsed))
            #expect(reading >= last)
            last = reading
        }
    }

    @Test func aFrozenClockStandsAndRunsOnFromThere() {
        var clock = RealTimeClock(at: self.noon, offsetMilliseconds: 2_000)
        clock.freeze(at: self.noon.advanced(byMilliseconds: 1_000))
        let stopped = self.noon.advanced(byMilliseconds: 3_000)
        #expect(clock.reading(at: self.noon.advanced(byMilliseconds: self.year)) == stopped)
        #expect(clock.reading(at: self.noon) == stopped)

        clock.run(at: self.noon.advanced(byMilliseconds: 60_000))
        #expect(clock.reading(at: self.noon.advanced(byMilliseconds: 60_500)).milliseconds(since: stopped) == 500)
    }

    @Test func aFrozenClockCanBeSetAndAdvancedAndStaysFrozen() {
        var clock = RealTimeClock(at: self.noon)
        clock.freeze(at: self.noon)
        clock.set(to: .seconds(59), at: self.noon)
        clock.advance(byMilliseconds: 30_000, at: self.noon.advanced(byMilliseconds: 5_000))
        #expect(clock.isFrozen)
        #expect(clock.reading(at: self.noon.advanced(byMilliseconds: 9_000)) == .seconds(89))
    }

    @Test func advancingTakesTheReadingAsItIs() {
        var clock = RealTimeClock(at: self.noon, driftPPM: 100)
        let later = self.noon.advanced(byMilliseconds: 1_000_000)
        clock.advance(byMilliseconds: -30_000, at: later)
        #expect(clock.offset(at: later) == 100 - 30_000)
        clock.setOffset(milliseconds: 2_000, at: later)
        #expect(clock.offset(at: later) == 2_000)
    }

    @Test func anotherDriftKeepsWhatHasDriftedSoFar() {
        var clock = RealTimeClock(at: self.noon, driftPPM: 100)
        let later = self.noon.advanced(byMilliseconds: 1_000_000)
        clock.setDrift(ppm: 0, at: later)
        #expect(clock.offset(at: later.advanced(byMilliseconds: self.year)) == 100)
    }

    @Test func aDriftNoClockHasIsTakenAsTheNearestOne() {
        #expect(RealTimeClock(at: self.noon, driftPPM: .max).driftPPM == 500_000)
        #expect(RealTimeClock(at: self.noon, driftPPM: .min).driftPPM == -500_000)
        #expect(throws: DeviceStateError.driftOutOfRange(500_001)) {
            try RealTimeClock(setAt: self.noon, settingReading: self.noon, driftPPM: 500_001, isFrozen: false)
        }
    }

    @Test func noTimeAtAllMakesItTrap() {
        let edges: [Int64] = [.min, .min + 1, -1_000_001, -1, 0, 1, 999_999, .max - 1, .max]
        for setAt in edges {
            for offset in edges {
                for ppm in [Int32.min, -500_000, -1, 0, 1, 500_000, .max] {
                    for host in edges.map(Instant.init(milliseconds:)) {
                        var clock = RealTimeClock(
                            at: Instant(milliseconds: setAt),
                            driftPPM: ppm,
                            offsetMilliseconds: offset
                        )
                        clock.advance(byMilliseconds: offset, at: host)
                        clock.setDrift(ppm: ppm, at: host)
                        clock.freeze(at: host)
                        #expect(clock.offset(at: host) == clock.reading(at: host).milliseconds(since: host))
                    }
                }
            }
        }
    }
}
