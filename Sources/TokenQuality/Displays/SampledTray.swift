/// A session with a tray of displays: which one comes next, and when its button is to be pressed.
///
/// Sessions interleave the displays: while one is lit and must go dark, another one is pressed.
package struct SampledTray: Equatable, Sendable {
    /// One display in the tray.
    package struct Token: Equatable, Sendable {
        package var track: ClockTrack

        /// Codes that are still wanted in this session.
        package var pressesLeft: Int

        /// The time until which its last code may be lit, in milliseconds since the Unix epoch; `nil` before its first press.
        package var litUntil: Int64?

        package init(track: ClockTrack, pressesLeft: Int) {
            self.track = track
            self.pressesLeft = pressesLeft
        }
    }

    /// The next press.
    package struct Cue: Equatable, Sendable {
        package let token: Int
        package let milliseconds: Int64
    }

    /// Milliseconds for which a display that has been begun is waited for, rather than beginning another one.
    ///
    /// The fewer displays are under way, the shorter each one's session, and the less its unknown rate blurs the offset.
    private static let patience: Int64 = 25_000

    package var tokens: [Token]

    package init(tokens: [Token]) {
        self.tokens = tokens
    }

    /// The next press: of a display that has been begun if one is ready soon, or else the one that can come first.
    ///
    /// - Parameter earliest: The first moment at which the operator can be ready, in milliseconds since the Unix epoch.
    /// - Returns: The press; `nil` if no more codes are wanted.
    package func next(notBefore earliest: Int64) -> Cue? {
        let begun = self.first(notBefore: earliest) { token in token.litUntil != nil }
        let (soon, overflow) = earliest.addingReportingOverflow(Self.patience)
        if let begun, overflow || begun.milliseconds <= soon { return begun }
        guard let new = self.first(notBefore: earliest, where: { token in token.litUntil == nil }) else { return begun }
        guard let begun, begun.milliseconds <= new.milliseconds else { return new }
        return begun
    }

    private func first(notBefore earliest: Int64, where isMeant: (Token) -> Bool) -> Cue? {
        var best: Cue?
        for index in self.tokens.indices {
            let token = self.tokens[index]
            guard token.pressesLeft > 0, isMeant(token) else { continue }
            let ready = max(earliest, token.litUntil ?? earliest)
            if let best, ready >= best.milliseconds { continue }
            let cue = CueSchedule.next(for: token.track, notBefore: ready)
            if let best, cue >= best.milliseconds { continue }
            best = Cue(token: index, milliseconds: cue)
        }
        return best
    }
}
