import Foundation
import Testing
import TokenQuality

/// Bounds and intervals of simulated displays; a seed brings a failure back.
struct DisplayClockTests {
    /// `MITID_ROUNDS=20` measures twenty times as many displays.
    private static let rounds = ProcessInfo.processInfo.environment["MITID_ROUNDS"].flatMap(Int.init) ?? 1

    @Test("five cued presses leave three seconds at most, and the truth is within")
    func fivePresses() throws {
        var tray = try TestTray(400 * Self.rounds, seed: 1)
        try tray.sample(presses: 5, at: TestTray.start)
        var covered = 0
        for (display, track) in zip(tray.displays, tray.tracks) {
            let segment = try #require(track.segment)
            #expect(track.segments.count == 1 && track.dropped.isEmpty && track.pending == nil)
            let bounds = segment.offsetBounds(at: segment.end)
            #expect(bounds.contains(display.offset(at: segment.end)))
            #expect(segment.rateBounds.contains(display.rate))
            #expect(bounds.width <= 3)
            let interval = try #require(ClockInterval(of: segment, columns: 61, rows: 5))
            if interval.offset.contains(display.offset(at: segment.end)) { covered += 1 }
        }
        self.expectCoverage(covered, of: tray.displays.count, "offset")
    }

    @Test("two sessions thirty days apart tell 20 from 50 ppm, and the truth is within")
    func twoSessions() throws {
        var tray = try TestTray(400 * Self.rounds, seed: 2)
        try tray.sample(presses: 5, at: TestTray.start)
        try tray.sample(presses: 5, at: TestTray.start + 30 * TestTray.day)
        var covered = 0
        var widest = 0.0
        for (display, track) in zip(tray.displays, tray.tracks) {
            let segment = try #require(track.segment)
            #expect(track.segments.count == 1 && track.dropped.isEmpty && track.pending == nil)
            #expect(segment.offsetBounds(at: segment.end).contains(display.offset(at: segment.end)))
            #expect(segment.rateBounds.contains(display.rate))
            let interval = try #require(ClockInterval(of: segment, columns: 31, rows: 41))
            if interval.rate.contains(display.rate) { covered += 1 }
            widest = max(widest, segment.rateBounds.width)
        }
        // 30 ppm are between the two.
        #expect(widest < 3e-6)
        self.expectCoverage(covered, of: tray.displays.count, "rate")
    }

    @Test(
        "more presses leave less, as far as the reaction time allows",
        arguments: [(1, 31.1), (3, 8.6), (5, 3.0), (7, 1.8)]
    )
    func widths(presses: Int, width: Double) throws {
        var tray = try TestTray(40, seed: 3)
        try tray.sample(presses: presses, at: TestTray.start)
        for (display, track) in zip(tray.displays, tray.tracks) {
            let segment = try #require(track.segment)
            let bounds = segment.offsetBounds(at: segment.end)
            #expect(bounds.contains(display.offset(at: segment.end)))
            #expect(bounds.width <= width)
        }
    }

    @Test("codes that are only typed leave wide bounds, and the truth is within")
    func typed() throws {
        var tray = try TestTray(60, seed: 4)
        for index in tray.displays.indices {
            var now = TestTray.start
            for _ in 0..<5 {
                let code = try tray.displays[index].code(at: now)
                now += tray.operatorOfTray.typingDelay()
                let seen = tray.displays[index].observation(code, .typed, at: now, track: tray.tracks[index])
                tray.tracks[index].add(try #require(seen))
                now += 45_000
            }
            let segment = try #require(tray.tracks[index].segment)
            let bounds = segment.offsetBounds(at: segment.end)
            #expect(bounds.contains(tray.displays[index].offset(at: segment.end)))
            #expect((30...75).contains(bounds.width))
        }
    }

    private func expectCoverage(_ covered: Int, of count: Int, _ what: Comment) {
        let share = Double(covered) / Double(count)
        #expect(share >= 0.93 && share <= 0.97, "\(what): the interval holds \(covered) of \(count)")
        if Self.rounds > 1 { print("\(what): \(covered) of \(count)") }
    }
}
