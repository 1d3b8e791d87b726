import ActivationHTTP
import ArgumentParser
import CommandLineTool

/// How long a refusal takes, so that its cause cannot be told from the time.
struct RefusalOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "A refused code is answered after a multiple of so many milliseconds; 0: as soon as it is known.",
            valueName: "ms"
        ),
        transform: WholeNumber.reader()
    )
    var refusedCodesTake: UInt16 = 50

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "A refused activation likewise; more than hashing a password takes on this machine.",
            valueName: "ms"
        ),
        transform: WholeNumber.reader()
    )
    var refusedActivationsTake: UInt16 = 250

    var codes: RefusalTime { RefusalTime(quantum: .milliseconds(self.refusedCodesTake)) }
    var activations: RefusalTime { RefusalTime(quantum: .milliseconds(self.refusedActivationsTake)) }
}
