import TokenQuality

/// A tray of displays with random clocks, and sessions with it as `mitid-token display sample` runs them.
struct TestTray {
    /// 2026-11-28T12:00:00Z.
    static let start: Int64 = 1_795_867_200_000
    static let day: Int64 = 86_400_000

    var displays: [TestDisplay] = []
    var tracks: [ClockTrack] = []
    var operatorOfTray: TestOperator
    private var session = 0

    init(_ count: Int, seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for number in 0..<count {
            let display = try TestDisplay(
                number: UInt64(number) &+ seed << 20,
                offset: Int64.random(in: -60_000...60_000, using: &random),
                drift: Int32.random(in: -50...50, using: &random),
                at: Self.start
            )
            self.displays.append(display)
            self.tracks.append(ClockTrack(timeStep: 30))
        }
        self.operatorOfTray = TestOperator(seed: random.next())
    }

    /// Runs a session of so many presses a display, in trays of twenty.
    mutating func sample(presses: Int, at begin: Int64) throws {
        var now = begin
        var first = 0
        while first < self.displays.count {
            let members = first..<min(first + 20, self.displays.count)
            var tray = SampledTray(
                tokens: members.map { index in .init(track: self.tracks[index], pressesLeft: presses) }
            )
            while let cue = tray.next(notBefore: now + 5000) {
                let display = self.displays[first + cue.token]
                let press = cue.milliseconds + self.operatorOfTray.reactionTime()
                let code = try display.code(at: press)
                now = press + self.operatorOfTray.typingDelay()
                let track = tray.tokens[cue.token].track
                let seen = display.observation(
                    code,
                    .cued,
                    at: cue.milliseconds,
                    track: track,
                    session: self.session
                )
                if let seen { tray.tokens[cue.token].track.add(seen) }
                tray.tokens[cue.token].pressesLeft -= 1
                tray.tokens[cue.token].litUntil = press + 31_000
            }
            for (index, token) in zip(members, tray.tokens) { self.tracks[index] = token.track }
            first += 20
        }
        self.session += 1
    }
}
