import Activation
import ArgumentParser
import CommandLineTool
import OTPCore

/// How far from the expected code a right one may lie.
struct WindowOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Time steps to both sides that a first code may lie off.", valueName: "steps")
    )
    var firstCodeWindow = VerificationWindows.standard.firstCode.behind

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Time steps to both sides that a later code may lie off.", valueName: "steps")
    )
    var laterCodeWindow = VerificationWindows.standard.laterCodes.behind

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Presses before the first code that are forgiven a counter device.", valueName: "presses")
    )
    var firstLookAhead = VerificationWindows.standard.firstCounterLookAhead

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Presses between two codes that are forgiven a counter device.", valueName: "presses")
    )
    var laterLookAhead = VerificationWindows.standard.laterCounterLookAhead

    func windows() throws(UnusableInput) -> VerificationWindows {
        let windows = VerificationWindows(
            firstCode: LookAroundWindow(behind: self.firstCodeWindow, ahead: self.firstCodeWindow),
            laterCodes: LookAroundWindow(behind: self.laterCodeWindow, ahead: self.laterCodeWindow),
            firstCounterLookAhead: self.firstLookAhead,
            laterCounterLookAhead: self.laterLookAhead
        )
        guard let windows else { throw UnusableInput("no window may be wider than \(VerificationWindows.limit)") }
        return windows
    }
}
