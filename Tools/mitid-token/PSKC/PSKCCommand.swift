import ArgumentParser
import CommandLineTool

/// `mitid-token pskc`.
struct PSKCCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pskc",
        abstract: "Show, check and convert key containers (PSKC, RFC 6030) and tables of seeds (CSV).",
        discussion: """
            A table has a serial number and a seed in each row, in hexadecimal or Base32, or a
            first row that names its columns: serial number, seed (seed hex, seed base32), type
            (hotp or totp), hash, digits, time step, counter, manufacturer, model, upn, start
            date, expiry date; Microsoft Entra's columns are such. Commas, semicolons or tabs
            are between them. A column that is not known, or could be another, is refused.

            Files of any size are read in little memory. Encrypted values need the key
            or the password of the file, and every MAC is checked. An XML signature over the
            whole container is verified with --signer-certificate, before any record is
            used; without a certificate it is reported as not checked.

            EXIT STATUS
              0  every record is good
              1  some records were rejected; the others were done
              2  the file is unreadable from some line on, or its key missing or wrong
            """,
        subcommands: [PSKCShowCommand.self, PSKCCheckCommand.self, PSKCConvertCommand.self]
    )

    func run() throws {
        throw UnusableInput("no command given: show, check or convert; see mitid-token pskc --help")
    }
}
