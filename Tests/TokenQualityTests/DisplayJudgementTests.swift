import Activation
import OTPCore
import Testing
import TokenQuality

/// Verdicts, forecasts and figures of a lot.
struct DisplayJudgementTests {
    @Test("a display is judged as soon as the interval is narrow enough, on the day that was foretold")
    func verdicts() throws {
        var tray = try TestTray(20, seed: 5)
        try tray.sample(presses: 5, at: TestTray.start)
        let limits = DisplayLimits(rate: 100e-6)
        var latest: Int64 = 0
        for track in tray.tracks {
            let segment = try #require(track.segment)
            let interval = ClockInterval(of: segment, columns: 41, rows: 21)
            let verdict = DisplayVerdict(on: track, interval: interval, limits: limits, now: segment.end)
            guard case .notYet(let again) = verdict else {
                Issue.record("judged after one session: \(verdict)")
                continue
            }
            #expect(again > TestTray.start)
            latest = max(latest, again)
        }
        #expect(latest < TestTray.start + 10 * TestTray.day)
        try tray.sample(presses: 5, at: latest)
        for track in tray.tracks {
            let segment = try #require(track.segment)
            let interval = ClockInterval(of: segment, columns: 41, rows: 41)
            #expect(DisplayVerdict(on: track, interval: interval, limits: limits, now: segment.end) == .passes)
        }
    }

    @Test("an offset or a rate beyond the limit fails")
    func failures() throws {
        var tray = try TestTray(20, seed: 6)
        try tray.sample(presses: 5, at: TestTray.start)
        try tray.sample(presses: 5, at: TestTray.start + 30 * TestTray.day)
        for (display, track) in zip(tray.displays, tray.tracks) {
            let segment = try #require(track.segment)
            let interval = ClockInterval(of: segment, columns: 41, rows: 41)
            func verdict(rate: Double, offset: Double) -> DisplayVerdict {
                let limits = DisplayLimits(rate: rate, offset: offset)
                return DisplayVerdict(on: track, interval: interval, limits: limits, now: segment.end)
            }
            let offset = display.offset(at: segment.end).magnitude
            if offset > 5 { #expect(verdict(rate: 1, offset: offset - 4) == .fails(.offset)) }
            let rate = display.rate.magnitude
            if rate > 5e-6 { #expect(verdict(rate: rate - 4e-6, offset: 1000) == .fails(.rate)) }
            #expect(verdict(rate: rate + 4e-6, offset: offset + 4) == .passes)
        }
    }

    @Test("nothing measured is not yet judged")
    func nothing() {
        let verdict = DisplayVerdict(on: ClockTrack(timeStep: 30), interval: nil, limits: DisplayLimits(), now: 7)
        #expect(verdict == .notYet(measureAgainAt: 7))
    }

    @Test("the windows of the forecast are those of the activation service", arguments: [1, 3, 10])
    func windows(years: Int) throws {
        let standard = VerificationWindows.standard
        #expect(abs(ShelfForecast.standard.driftRate - Double(standard.driftPPM) * 1e-6) < 1e-12)
        #expect(ShelfForecast.standard.widest == Double(standard.firstCode.behind) * 30)
        // The service's search around now for a device that was set so many years ago.
        let set = UnixTime(milliseconds: TestTray.start)
        let now = UnixTime(milliseconds: TestTray.start + Int64(Double(years) * ShelfForecast.year) * 1000)
        let estimate = ClockEstimate(setAt: set, importedAt: now, standard)
        let steps = try #require(
            estimate.steps(of: try TOTP(), at: now, bound: standard.firstCode, standard)
        )
        let ahead = Double(steps.window.upperBound - steps.expected) * 30
        #expect(abs(ahead - ShelfForecast.standard.window(afterYears: Double(years))) <= 60)
    }

    @Test("the share outside is the part of the rates that runs out of the window")
    func shelf() {
        let forecast = ShelfForecast(settingError: 60, driftRate: 50e-6, widest: 3600)
        let still = ClockRange(0, 0)
        #expect(forecast.shareOutside(offset: still, rate: ClockRange(-50e-6, 50e-6), afterYears: 1) == 0)
        #expect(forecast.shareOutside(offset: still, rate: ClockRange(60e-6, 70e-6), afterYears: 1) == 1)
        let edge = 3600 / (10 * ShelfForecast.year)
        let half = forecast.shareOutside(offset: still, rate: ClockRange(edge - 1e-6, edge + 1e-6), afterYears: 10)
        #expect(abs(half - 0.5) < 1e-9)
    }

    @Test("the median and its deviation do not see a stray")
    func figures() {
        #expect(LotFigures.median([]) == nil)
        #expect(LotFigures.median([3, 1, 2]) == 2)
        #expect(LotFigures.median([4, 1, 2, 3]) == 2.5)
        #expect(LotFigures.medianDeviation([1, 2, 3, 4, 1000]) == 1)
    }

    @Test(
        "the normal distribution is that of the tables",
        arguments: [
            (-3.0, 0.0013498980316300957),
            (-1.96, 0.024997895148220435),
            (-0.5, 0.3085375387259869),
            (0.0, 0.5),
            (1.0, 0.8413447460685429),
            (2.5, 0.9937903346742238),
        ]
    )
    func normal(deviations: Double, probability: Double) {
        #expect(abs(NormalCurve.probability(below: deviations) - probability) < 1e-14)
    }
}
