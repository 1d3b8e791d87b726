import Activation
import ActivationHTTP
import ArgumentParser
import CommandLineTool
import Foundation
import HTTPService
import OTPCore

/// How far off a code may be, and how often what may be tried.
struct PolicyOptions: ParsableArguments {
    @OptionGroup
    var file: PolicyFile

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Time steps to both sides that a first code may lie off "
                + "(default: \(VerificationWindows.standard.firstCode.behind)).",
            valueName: "steps"
        ),
        transform: WholeNumber.reader()
    )
    var firstCodeWindow: UInt32?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Time steps to both sides that a later code may lie off "
                + "(default: \(VerificationWindows.standard.laterCodes.behind)).",
            valueName: "steps"
        ),
        transform: WholeNumber.reader()
    )
    var laterCodeWindow: UInt32?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Presses before the first code that are forgiven a counter device "
                + "(default: \(VerificationWindows.standard.firstCounterLookAhead)).",
            valueName: "presses"
        ),
        transform: WholeNumber.reader()
    )
    var firstLookAhead: UInt32?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Presses between two codes that are forgiven a counter device "
                + "(default: \(VerificationWindows.standard.laterCounterLookAhead)).",
            valueName: "presses"
        ),
        transform: WholeNumber.reader()
    )
    var laterLookAhead: UInt32?

    /// What holds: the file, and above it the options.
    func document() throws(UnusableInput) -> PolicyDocument {
        let document = try self.file.document()
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

/// The policy file alone, for commands that show what holds under it.
struct PolicyFile: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file with windows, throttles, times of chips and the least length of passwords as JSON; 'mitid-activation policy --json' prints one to "
                + "begin with.",
            valueName: "file"
        )
    )
    var policy: String?

    /// What the file says; the standard policy without one.
    func document() throws(UnusableInput) -> PolicyDocument {
        guard let path = self.policy else { return PolicyDocument() }
        try FileAccess.readers.check(path, for: "--policy \(path)")
        let bytes = try BoundedFile.bytes(of: path, for: "--policy \(path)")
        do {
            return try JSONText.decode(PolicyDocument.self, from: Data(bytes))
        } catch {
            throw UnusableInput("--policy \(path): \(error.detail)")
        }
    }
}
