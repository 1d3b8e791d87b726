import Activation
import OTPCore
import Testing

/// A fleet of devices on a shelf for two years and in use for ten, judged by the estimate and the windows alone: no code is computed,
/// the question is whether the step that was shown is one that would have been accepted.
@Suite("Devices that drift")
struct DriftSimulationTests {
    private static let totp = try? TOTP()
    private static let windows = VerificationWindows.standard

    /// One device, its clock and the person who types.
    private struct Owner {
        var random: SplitMix
        let madeAt: UnixTime
        let settingError: Int64
        let driftPPM: Int64

        init(seed: UInt64) {
            self.random = SplitMix(seed: seed)
            self.madeAt = UnixTime(
                milliseconds: Desk.noon.milliseconds + Int64.random(in: 0..<30_000, using: &self.random)
            )
            self.settingError = Int64.random(in: -30_000...30_000, using: &self.random)
            // Every fourth is as bad as they come.
            self.driftPPM =
                seed.isMultiple(of: 4)
                ? (seed.isMultiple(of: 8) ? 40 : -40) : Int64.random(in: -40...40, using: &self.random)
        }

        /// A press, and when the code of the step it shows arrives: seven seconds at least, eleven on average, sometimes many more.
        mutating func press(at time: UnixTime, of totp: TOTP) throws -> (step: UInt64, arrival: UnixTime) {
            let sinceMade = (time - self.madeAt).count
            let clock = time + Milliseconds(self.settingError + sinceMade / 1_000_000 * self.driftPPM)
            var typing: Int64 = 7_000
            while Int64.random(in: 0..<4, using: &self.random) != 0 { typing += 1_333 }
            return (try totp.step(at: clock.seconds), time + Milliseconds(typing))
        }
    }

    private struct Outcome {
        var activations = 0
        var activatedAtSecondCode = 0
        var notActivated = 0
        var firstWidths: UInt64 = 0
        var codes = 0
        var refused = 0
        var refusedTwice = 0
        var widths: UInt64 = 0
        var widest: UInt64 = 0
    }

    /// - Parameters:
    ///   - devices: How many.
    ///   - isDateKnown: Whether the container says when they were made, or they are imported then and nothing is said.
    ///   - days: How often they are used.
    ///   - count: How many times.
    /// - Returns: What became of all codes.
    /// - Throws: Never: all steps have a number.
    private static func simulate(
        devices: UInt64,
        isDateKnown: Bool,
        every days: Int64,
        times count: Int
    ) throws -> Outcome {
        let totp = try #require(Self.totp)
        var outcome = Outcome()
        for seed in 0..<devices {
            var owner = Owner(seed: seed)
            var time = owner.madeAt + .days(730)
            var clock = ClockEstimate(
                setAt: isDateKnown ? owner.madeAt : nil,
                importedAt: isDateKnown ? time : owner.madeAt,
                Self.windows
            )
            let (step, arrival) = try owner.press(at: time, of: totp)
            let first = try #require(clock.steps(of: totp, at: arrival, bound: Self.windows.firstCode, Self.windows))
            outcome.activations += 1
            outcome.firstWidths += UInt64(first.window.count)
            if !first.window.contains(step) {
                // The second code follows the first within the horizon, or is none.
                let reach = UInt64(Self.windows.firstCode.behind)
                let isKnown = step.distance(to: first.expected).magnitude <= reach
                outcome.activatedAtSecondCode += isKnown ? 1 : 0
                outcome.notActivated += isKnown ? 0 : 1
            }
            clock = clock.noting(step: step, of: totp, at: arrival, Self.windows)
            for _ in 0..<count {
                time =
                    time + .days(days) + Milliseconds(Int64.random(in: -40_000_000...40_000_000, using: &owner.random))
                var tries = 0
                var isAccepted = false
                while !isAccepted, tries < 2 {
                    let (step, arrival) = try owner.press(at: time, of: totp)
                    let bound = Self.windows.laterCodes
                    let steps = try #require(clock.steps(of: totp, at: arrival, bound: bound, Self.windows))
                    isAccepted = steps.window.contains(step)
                    outcome.codes += 1
                    outcome.widths += UInt64(steps.window.count)
                    outcome.widest = max(outcome.widest, UInt64(steps.window.count))
                    if isAccepted {
                        clock = clock.noting(step: step, of: totp, at: arrival, Self.windows)
                    } else {
                        outcome.refused += 1
                        time = time + .seconds(60)
                    }
                    tries += 1
                }
                outcome.refusedTwice += isAccepted ? 0 : 1
            }
        }
        return outcome
    }

    @Test(arguments: [true, false])
    func areActivatedAtTheFirstOrSecondCodeAndSeldomRefused(isDateKnown: Bool) throws {
        let outcome = try Self.simulate(devices: 100, isDateKnown: isDateKnown, every: 7, times: 520)
        #expect(outcome.notActivated == 0)
        #expect(outcome.codes >= 100 * 520)
        #expect(outcome.refused * 10_000 < outcome.codes, "\(outcome.refused) of \(outcome.codes) refused")
        #expect(outcome.refusedTwice == 0)
        #expect(outcome.widest <= 21)
        Self.report("weekly, date of making \(isDateKnown ? "known" : "unknown")", outcome)
    }

    @Test(arguments: [(1, 1000), (30, 120)] as [(Int64, Int)])
    func areRefusedAsSeldomHoweverOftenTheyAreUsed(days: Int64, times: Int) throws {
        let outcome = try Self.simulate(devices: 40, isDateKnown: true, every: days, times: times)
        #expect(outcome.refused * 10_000 < outcome.codes, "\(outcome.refused) of \(outcome.codes) refused")
        Self.report("every \(days) days", outcome)
    }

    /// What a guesser may hope for in a day: tries of the throttle times candidates of the window.
    private static func report(_ name: String, _ outcome: Outcome) {
        let tries = Double(ThrottlePolicy.standard.codes.tries(in: .days(1)))
        let first = Double(ThrottlePolicy.standard.activationsByHolder.tries(in: .days(1)))
        let width = Double(outcome.widths) / Double(outcome.codes)
        let firstWidth = Double(outcome.firstWidths) / Double(outcome.activations)
        print(
            """
            drift, \(name): \(outcome.activations) activated, \(outcome.activatedAtSecondCode) of them at the second code; \
            \(outcome.refused) of \(outcome.codes) later codes refused
              later codes: \(width) candidates on average, \(outcome.widest) at most; \(tries) guesses on the worst day: \
            \(tries * width / 1e6) that one is right
              first codes: \(firstWidth) candidates on average; \(first) guesses: \(first * firstWidth / 1e6)
            """
        )
    }
}
