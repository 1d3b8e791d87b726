import Activation
import ActivationHTTP
import ArgumentParser
import CommandLineTool
import Foundation
import HTTPService
import OTPCore
import TimeText

/// `mitid-activation policy`.
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Show what a policy allows, and what it leaves to whoever guesses.",
        discussion: """
            With --json it prints the whole policy, to be changed and given to 'serve'
            with --policy. A member that is left out is as it is here:

              {"codes":{"tries":3,"firstBlock":"PT5M","longestBlock":"PT24H"},
               "callers":{"burst":100,"interval":"PT1S"},"permanentAfter":null}

            codes, passwords, activationsByHolder, activationsOfDevice: so many wrong
            tries in a row bring a block, each twice as long as the one before.
            permanentAfter: the wrong code in a row under a serial number that blocks a
            device for ever, or null. resynchronizations, callers: so many at once, and
            one more after each interval. windows: steps to both sides, or presses ahead.
            chips: how long a holder waits who adds a chip by password alone, and for how
            long the chip may be activated then; a waiting time of PT0S lets the password
            alone add a chip at once. leastPasswordLength: characters of a new password.

            EXIT STATUS
              0  shown
              2  the policy is unusable
            """
    )

    @OptionGroup
    var policyOptions: PolicyOptions

    @Flag(help: "Print the policy as one JSON value.")
    var json = false

    func run() throws {
        let document = try self.policyOptions.document()
        if self.json {
            FileHandle.standardOutput.write(Data(JSONText.encode(document) + [0x0A]))
            return
        }
        print(Self.lines(of: document).joined(separator: "\n"))
    }

    private static func lines(of document: PolicyDocument) -> [String] {
        let throttles = document.throttles
        let perDay = Double(throttles.codes.tries(in: .days(1)))
        let widest = Double(document.windows.laterCodes.behind + document.windows.laterCodes.ahead + 1)
        let presses = Double(document.windows.laterCounterLookAhead) + 1
        let firstPresses = Double(document.windows.firstCounterLookAhead) + 1
        let first = Double(document.windows.firstCode.behind + document.windows.firstCode.ahead + 1)
        let activations = Double(throttles.activationsByHolder.tries(in: .days(1)))
        let callers = Double(throttles.callers.burst) + 86_400_000 / Double(throttles.callers.interval.count)
        let permanent = throttles.permanentAfter.map { "\($0) wrong codes in a row under a serial number" } ?? "never"
        return [
            "codes                 \(text(throttles.codes))",
            "permanent block       \(permanent)",
            "passwords             \(text(throttles.passwords))",
            "passwords, length     \(document.leastPasswordLength) characters or more",
            "activations, holder   \(text(throttles.activationsByHolder))",
            "activations, device   \(text(throttles.activationsOfDevice))",
            "resynchronizations    \(text(throttles.resynchronizations))",
            "callers               \(text(throttles.callers))",
            "chips                 \(text(document.chips))",
            "",
            "In a day in which the holder does nothing, against six digits:",
            "  one device, later codes    \(line(tries: perDay, window: widest)) (the window is narrower for most)",
            "  one that counts presses    \(line(tries: perDay, window: presses))",
            "  one holder, first codes    \(line(tries: activations, window: first)), the password being known",
            "  one that counts presses    \(line(tries: activations, window: firstPresses)), the password being known",
            "  one caller, any devices    \(line(tries: callers, window: widest)) that some device is hit",
        ]
    }

    private static func line(tries: Double, window: Double) -> String {
        // Every try misses with the same chance.
        let chance = 1 - pow(1 - min(window / 1_000_000, 1), tries)
        let text = String(format: "%.2g", chance)
        return "\(Int(tries)) tries x \(Int(window)) steps / 10^6: \(text)"
    }

    static func text(_ throttle: AttemptThrottle) -> String {
        let first = ISO8601Duration.text(milliseconds: throttle.firstBlock.count)
        let longest = ISO8601Duration.text(milliseconds: throttle.longestBlock.count)
        return "\(throttle.tries) wrong in a row: \(first), doubling, at most \(longest)"
    }

    static func text(_ policy: ChipPolicy) -> String {
        let wait = ISO8601Duration.text(milliseconds: policy.waitingTime.count)
        let time = ISO8601Duration.text(milliseconds: policy.activationTime.count)
        guard policy.waitingTime > .zero else { return "added by password alone, at once" }
        return "added by password alone after \(wait), for \(time)"
    }

    static func text(_ throttle: RequestThrottle) -> String {
        "\(throttle.burst) at once, then one in \(ISO8601Duration.text(milliseconds: throttle.interval.count))"
    }
}
