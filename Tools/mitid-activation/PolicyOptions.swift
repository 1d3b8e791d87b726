import Activation
import ActivationHTTP
import ArgumentParser
import CommandLineTool
import Foundation
import HTTPService
import OTPCore

/// How far off a code may be, and how often what may be tried.
struct PolicyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file with windows and throttles as JSON; 'mitid-activation policy --json' prints one to begin with.",
            valueName: "file"
        )
    )
    var policy: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Time steps to both sides that a first code may lie off "
                + "(default: \(VerificationWindows.standard.firstCode.behind)).",
            valueName: "steps"
        )
    )
    var firstCodeWindow: UInt32?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Time steps to both sides that a later code may lie off "
                + "(default: \(VerificationWindows.standard.laterCodes.behind)).",
            valueName: "steps"
        )
    )
    var laterCodeWindow: UInt32?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Presses before the first code that are forgiven a counter device "
                + "(default: \(VerificationWindows.standard.firstCounterLookAhead)).",
            valueName: "presses"
        )
    )
    var firstLookAhead: UInt32?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Presses between two codes that are forgiven a counter device "
                + "(default: \(VerificationWindows.standard.laterCounterLookAhead)).",
            valueName: "presses"
        )
    )
    var laterLookAhead: UInt32?

    /// What holds: the file, and above it the options.
    func document() throws(UnusableInput) -> PolicyDocument {
        var document = PolicyDocument()
        if let path = self.policy {
            let bytes = try BoundedFile.bytes(of: path, for: "--policy \(path)")
            do {
                document = try JSONText.decode(PolicyDocument.self, from: Data(bytes))
            } catch {
                throw UnusableInput("--policy \(path): \(error.detail)")
            }
        }
        guard
            let chosen = document.choosing(
                firstCode: self.firstCodeWindow,
                laterCodes: self.laterCodeWindow,
                firstLookAhead: self.firstLookAhead,
                laterLookAhead: self.laterLookAhead
            )
        else { throw UnusableInput("no window may be wider than \(VerificationWindows.limit)") }
        return chosen
    }
}
