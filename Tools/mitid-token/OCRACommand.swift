import ArgumentParser
import CommandLineTool
import OTPCore

/// `mitid-token ocra`.
struct OCRACommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ocra",
        abstract: "Print the response to a challenge, or the signature of a text (OCRA, RFC 6287).",
        discussion: """
            The suite says which inputs go in and which hash function is used; an input it
            does not name is refused. In a mutual computation the question is both
            parties' questions, one after the other. A suite with 0 digits answers with
            the whole HMAC in hexadecimal.

            EXAMPLES (RFC 6287, appendix C)
              mitid-token ocra --suite OCRA-1:HOTP-SHA1-6:QN08 --question 00000000 \\
                --secret-hex 3132333435363738393031323334353637383930
              mitid-token ocra --suite OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1 \\
                --question 12345678 --counter 0 --pin 1234 --secret-file secret.txt

            With --json: {"suite":…,"response":…}
            """
    )

    @OptionGroup(title: "Secret")
    var secret: SecretOptions

    @Option(help: ArgumentHelp("The suite, such as OCRA-1:HOTP-SHA1-6:QN08.", valueName: "suite"))
    var suite: String

    @Option(help: ArgumentHelp("The challenge, in the suite's format.", valueName: "text"))
    var question: String

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The counter, C.", valueName: "n"),
        transform: WholeNumber.reader()
    )
    var counter: UInt64?

    @Option(
        help: ArgumentHelp(
            "A file whose one line is the PIN, to be hashed as the suite says; - is standard input.",
            valueName: "file"
        )
    )
    var pinFile: String?

    @Option(help: ArgumentHelp("The PIN itself. \(ProcessListWarning.text)", valueName: "text"))
    var pin: String?

    @Option(
        help: ArgumentHelp("The PIN's hash, P, in hexadecimal. \(ProcessListWarning.text)", valueName: "hex")
    )
    var pinHash: String?

    @Option(help: ArgumentHelp("The session information, S, in hexadecimal.", valueName: "hex"))
    var session: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The time, RFC 3339 or Unix seconds (default: now, if the suite asks).", valueName: "time"),
        transform: UnixTime.init(argument:)
    )
    var at: UnixTime?

    @Flag(help: "Print one JSON value.")
    var json = false

    private struct Report: Encodable {
        let suite: String
        let response: String
    }

    func run() throws {
        let suite: OCRASuite
        do throws(OCRASuiteError) {
            suite = try OCRASuite(parsing: self.suite)
        } catch {
            throw UnusableInput("--suite: \(ErrorText.of(error))")
        }
        let response = try self.secret.withSecret { secret, _ in
            var key = HMACKey(secret, algorithm: suite.algorithm)
            defer { key.wipe() }
            do {
                var input = try self.input(of: suite)
                defer { input.wipe() }
                return try OCRA(suite).response(to: input, key: key)
            } catch let error as OCRAError {
                throw UnusableInput(ErrorText.of(error))
            }
        }
        let text =
            switch response {
            case .code(let code): code.text
            case .digest(let digest): Hexadecimal.text(of: digest)
            }
        if self.json {
            try JSONText.print(Report(suite: self.suite, response: text))
        } else {
            print(text)
        }
    }

    private func input(of suite: OCRASuite) throws -> OCRAInput {
        var input = try OCRAInput(question: self.question)
        input.counter = self.counter
        input.unixTime = self.at?.seconds ?? (suite.timeStep == nil ? nil : UnixTime.now.seconds)
        let given = [
            ("--pin-file", self.pinFile), ("--pin", self.pin), ("--pin-hash", self.pinHash),
        ].filter { $0.1 != nil }
        guard given.count <= 1 else { throw UnusableInput("\(given[0].0) and \(given[1].0): give one of them") }
        if let hex = self.pinHash {
            let bytes = try Hexadecimal.bytes(of: hex, option: "--pin-hash")
            try input.setPINHash(bytes.span)
        } else if let pin = try self.pin ?? self.pinOfFile() {
            // Without a hash function in the suite the empty hash is refused as an input that is not asked for.
            let bytes = suite.pinHashAlgorithm.map { Hexadecimal.digest(of: pin, algorithm: $0) } ?? []
            try input.setPINHash(bytes.span)
        }
        if let session = self.session {
            let bytes = try Hexadecimal.bytes(of: session, option: "--session")
            try input.setSession(bytes.span)
        }
        return input
    }

    private func pinOfFile() throws(UnusableInput) -> String? {
        guard let path = self.pinFile else { return nil }
        guard path != "-" || self.secret.secretFile != "-" else {
            throw UnusableInput("standard input is read but once: it cannot be the secret and the PIN")
        }
        return try OneLineFile.line(of: path, for: "--pin-file \(path)", holding: "PIN")
    }
}
