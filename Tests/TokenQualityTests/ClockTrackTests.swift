import OTPDevices
import Testing
import TokenQuality

/// Observations of clocks, without codes: what a track makes of steps and times.
struct ClockTrackTests {
    private static let start = TestTray.start

    private func observation(
        _ clock: RealTimeClock,
        cue: Int64,
        reaction: Int64,
        others: [UInt64] = [],
        session: Int = 0
    ) throws -> ClockObservation {
        let reading = clock.reading(at: Instant(milliseconds: cue + reaction)).unixSeconds
        let seen = ClockObservation(
            timing: .cued,
            milliseconds: cue,
            steps: others + [UInt64(reading / 30)],
            session: session
        )
        return try #require(seen)
    }

    @Test("bounds hold for every press within a second, however the cues are chosen", arguments: 0..<4)
    func boundsHold(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let clock = RealTimeClock(
                at: Instant(milliseconds: Self.start),
                driftPPM: Int32.random(in: -199...199, using: &random),
                offsetMilliseconds: Int64.random(in: -3_600_000...3_600_000, using: &random)
            )
            var track = ClockTrack(timeStep: 30)
            var cue = Self.start
            for number in 0..<24 {
                // Presses at the very ends of what is allowed, and sessions up to ten years apart.
                let reaction = ([0, 1, 250, 999, 1000] as [Int64]).randomElement(using: &random) ?? 0
                track.add(try self.observation(clock, cue: cue, reaction: reaction))
                let pause = number % 6 == 5 ? Int64.random(in: 1...80_000_000_000, using: &random) : 31_000
                cue = CueSchedule.next(for: track, notBefore: cue + pause)
                if Bool.random(using: &random) { cue += Int64.random(in: 0...30_000, using: &random) }
            }
            let segment = try #require(track.segment)
            #expect(track.segments.count == 1 && track.dropped.isEmpty && track.pending == nil)
            let offset = Double(clock.offset(at: Instant(milliseconds: segment.end))) / 1000
            #expect(segment.offsetBounds(at: segment.end).contains(offset))
            #expect(segment.rateBounds.contains(Double(clock.driftPPM) * 1e-6))
        }
    }

    @Test("the next code decides between steps with the same code")
    func ambiguity() throws {
        let clock = RealTimeClock(at: Instant(milliseconds: Self.start), offsetMilliseconds: 4000)
        var track = ClockTrack(timeStep: 30)
        let step = UInt64(Self.start / 30_000)
        track.add(try self.observation(clock, cue: Self.start, reaction: 200, others: [step - 40]))
        #expect(track.segment?.isAmbiguous == true)
        #expect(try #require(track.segment).offsetBounds(at: Self.start).width > 1200)
        track.add(try self.observation(clock, cue: Self.start + 60_000, reaction: 200))
        #expect(track.segment?.isAmbiguous == false)
        #expect(try #require(track.segment).offsetBounds(at: Self.start).width < 32)
    }

    @Test("one press that is late is dropped, and a clock that was set makes a jump")
    func jumps() throws {
        var clock = RealTimeClock(at: Instant(milliseconds: Self.start), offsetMilliseconds: 4000)
        var track = ClockTrack(timeStep: 30)
        var cue = Self.start
        func next(_ reaction: Int64 = 300) throws -> ClockTrack.Outcome {
            cue = CueSchedule.next(for: track, notBefore: cue + 40_000)
            return track.add(try self.observation(clock, cue: cue, reaction: reaction))
        }
        for _ in 0..<5 { #expect(try next() == .agrees) }
        #expect(try next(31_000) == .contradicts)
        #expect(track.pending != nil)
        #expect(try next() == .dropsPending)
        #expect(track.dropped.count == 1)
        clock.advance(byMilliseconds: -90_000, at: Instant(milliseconds: cue))
        #expect(try next() == .contradicts)
        #expect(try next() == .jumps)
        #expect(track.segments.count == 2 && track.pending == nil)
        let jump = try #require(track.jumps.first)
        #expect(jump.seconds.contains(-90))
        #expect(track.observationCount == 9)
        #expect(DisplayVerdict(on: track, interval: nil, limits: DisplayLimits(), now: cue) == .fails(.jump))
    }

    @Test("the error of the host's clock widens the bounds")
    func hostError() throws {
        let step = UInt64(Self.start / 30_000)
        func width(_ error: Double) throws -> Double {
            var track = ClockTrack(timeStep: 30)
            let seen = ClockObservation(timing: .cued, milliseconds: Self.start, steps: [step], hostError: error)
            track.add(try #require(seen))
            return try #require(track.segment).offsetBounds(at: Self.start).width
        }
        #expect(abs(try width(0.25) - width(0) - 0.5) < 1e-9)
    }

    @Test("an observation that cannot be is refused")
    func refused() {
        #expect(ClockObservation(timing: .cued, milliseconds: -1, steps: [1]) == nil)
        #expect(ClockObservation(timing: .cued, milliseconds: 0, steps: []) == nil)
        #expect(ClockObservation(timing: .cued, milliseconds: 0, steps: [.max]) == nil)
        #expect(ClockObservation(timing: .cued, milliseconds: 0, steps: [1], hostError: .nan) == nil)
    }

    @Test("the farthest times and steps are computed without a trap")
    func extremes() throws {
        let times = ClockObservation.times
        for timeStep in [1, 30, UInt32.max] {
            var track = ClockTrack(timeStep: timeStep)
            for (time, step) in [(times.lowerBound, 253_402_300_799), (times.upperBound, 0), (times.upperBound, 1)] {
                let seen = ClockObservation(timing: .typed, milliseconds: time, steps: [UInt64(step)])
                track.add(try #require(seen))
                _ = CueSchedule.next(for: track, notBefore: time)
                let interval = track.segment.flatMap { segment in ClockInterval(of: segment, columns: 5, rows: 5) }
                _ = DisplayVerdict(on: track, interval: interval, limits: DisplayLimits(), now: time)
            }
        }
    }

    @Test("an uneven hand is seen, and a single missed beep is not one")
    func hand() throws {
        let clock = RealTimeClock(at: Instant(milliseconds: Self.start), offsetMilliseconds: 4000)
        func spread(_ reactions: [Int64]) throws -> Double {
            // Cues at the edge of a step: 4 s ahead, 26 s after the start of one.
            let seen = try reactions.enumerated().map { index, reaction in
                try self.observation(clock, cue: Self.start + 26_000 + Int64(index) * 60_000 - 500, reaction: reaction)
            }
            return try #require(HandQuality.spread(seen, timeStep: 30))
        }
        #expect(try spread([300, 700, 250, 800]) == 0)
        #expect(try spread([300, 700, 250, 61_000, 800]) == 0)
        #expect(try spread([300, 32_000, 250, 65_000, 800]) > HandQuality.limit)
    }
}
