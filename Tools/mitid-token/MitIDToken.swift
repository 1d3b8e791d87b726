import ArgumentParser
import CommandLineTool

/// The command line `mitid-token`.
@main
struct MitIDToken: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mitid-token",
        abstract: "Compute and check codes, read key files, find security keys, measure code displays.",
        discussion: """
            HOTP (RFC 4226), TOTP (RFC 6238) and OCRA (RFC 6287), and the files that carry
            their keys (RFC 6030), for tests of code displays and audio code readers.
            Nothing here can log in to the real MitID: nobody outside has the devices'
            secrets.

            EXIT STATUS
              0  done, or the code is accepted
              1  the answer is no
              2  the request or the input is unusable; one line on standard error says
                 what and where
            """,
        subcommands: [
            CodeCommand.self, VerifyCommand.self, OCRACommand.self, PSKCCommand.self, ChipCommand.self,
            DisplayCommand.self,
        ]
    )

    func run() throws {
        throw UnusableInput("no command given: code, verify, ocra, pskc, chip or display; see mitid-token --help")
    }

    static func main() async {
        await Self.runTool()
    }
}
