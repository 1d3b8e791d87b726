import OTPCore
import OTPDevices
import TokenQuality

/// A code display as the bench has them, and its secret.
final class TestDisplay {
    static let search = StepSearch.ofDisplays(seconds: 150)

    let key: HMACKey
    var display: CodeDisplay

    /// A display whose clock was `offset` milliseconds ahead at a time and runs `drift` ppm too fast.
    init(number: UInt64, offset: Int64, drift: Int32, at milliseconds: Int64) throws {
        var random = SplitMix64(seed: number)
        let bytes = random.bytes(20)
        self.key = HMACKey(copying: bytes.span, algorithm: .sha1)
        let clock = RealTimeClock(
            at: Instant(milliseconds: milliseconds),
            driftPPM: drift,
            offsetMilliseconds: offset
        )
        self.display = CodeDisplay(profile: .mitidCodeDisplay, clock: clock)
    }

    /// Presses the button and reads the six digits off the screen.
    func code(at milliseconds: Int64) throws -> Code {
        let now = Instant(milliseconds: milliseconds)
        _ = self.display.timePassed(to: now)
        let action = self.display.buttonPressed(at: now, key: self.key)
        _ = self.display.buttonReleased(at: now)
        guard case .show = action, case .lit(let reading) = self.display.screen, let code = reading.code else {
            throw DarkScreen()
        }
        return code
    }

    /// How far its clock is ahead, in seconds.
    func offset(at milliseconds: Int64) -> Double {
        Double(self.display.clock.offset(at: Instant(milliseconds: milliseconds))) / 1000
    }

    /// Its rate, in seconds per second.
    var rate: Double { Double(self.display.clock.driftPPM) * 1e-6 }

    /// What the tool makes of a code.
    func observation(
        _ code: Code,
        _ timing: PressTiming,
        at milliseconds: Int64,
        track: ClockTrack,
        session: Int = 0
    ) -> ClockObservation? {
        let steps = Self.search.steps(around: milliseconds, of: track)
        return ClockObservation(
            timing: timing,
            milliseconds: milliseconds,
            steps: Self.search.matches(code, in: steps, key: self.key),
            session: session
        )
    }

    struct DarkScreen: Error {}
}

extension StepSearch {
    static func ofDisplays(seconds: UInt32) -> StepSearch {
        // The parameters are those of the default.
        guard let totp = try? TOTP() else { preconditionFailure("the default parameters are valid") }
        return StepSearch(totp: totp, seconds: seconds)
    }
}
