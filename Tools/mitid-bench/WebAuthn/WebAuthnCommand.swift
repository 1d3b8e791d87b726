import ArgumentParser
import CommandLineTool

/// `mitid-bench webauthn`.
struct WebAuthnCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webauthn",
        abstract: "Play the browser's part in Web Authentication, with a chip of the bench.",
        discussion: """
            Reads the options of a relying party as JSON (Web Authentication level 3,
            section 5.1), asks the chip over USB, and prints the answer for the relying
            party. The chip must be plugged in, and waits for its touch button unless its
            presence says otherwise.

            EXAMPLES
              mitid-bench add chip --serial C1 --usb
              curl -s $rp/options |
                mitid-bench webauthn register C1 --origin $rp > answer &
              mitid-bench press C1 touch

            It speaks CTAP2 with the chip, asks for no PIN and knows no extension.
            """,
        subcommands: [RegisterCommand.self, AuthenticateCommand.self]
    )

    func run() throws {
        throw UnusableInput("no command given; see mitid-bench webauthn --help")
    }
}
