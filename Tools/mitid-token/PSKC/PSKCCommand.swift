import ArgumentParser
import CommandLineTool

/// `mitid-token pskc`.
struct PSKCCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pskc",
        abstract: "Show, check and convert key containers (PSKC, RFC 6030) and tables of seeds (CSV).",
        discussion: """
            A table has in each row a serial number, a seed in hexadecimal, Base32 or
            Base64 and, if they are there, hotp or totp, the number of digits, and the
            time step (totp) or the counter (hotp). Or its first row names the columns:
            serial number, seed (seed hex, seed base32, seed base64), type (hotp, totp),
            algorithm, hash, digits, time step, counter, manufacturer, model, upn, start
            date, expiry date and what else RFC 6030 names; the columns of Microsoft Entra
            and python-pskc are such. Commas, semicolons, tabs or bars are between the
            fields. A column that is not known, or could be another, is refused, and so
            are serial numbers and seeds that a spreadsheet has rounded.

            Files of any size are read in little memory. Encrypted values need the key or
            the password of the file, and every MAC is checked. An XML signature over the
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
