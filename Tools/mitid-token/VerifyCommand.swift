import ArgumentParser
import CommandLineTool
import OTPCore

/// `mitid-token verify`.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a code: is it the token's, at this time or from this counter on?",
        discussion: """
            A time is searched --window steps to both sides and the nearest match counts;
            a counter is searched --window counters ahead. Nothing is stored: to refuse a
            code that was used already, give the last accepted step with --after, or the
            next unused counter with --counter.

            EXAMPLES
              mitid-token verify --secret-file secret.txt --code 287082 --window 2
              mitid-token verify --code 94287082 --digits 8 --at 59 \\
                --secret-hex 3132333435363738393031323334353637383930
              mitid-token verify --code 969429 --counter 0 --window 5 \\
                --secret-hex 3132333435363738393031323334353637383930

            With --json: {"accepted":true,"step":…,"offset":…}, for a counter
            {"accepted":true,"counter":…,"offset":…}, or {"accepted":false,"reason":…}.
            The offset is counted from the expected step or counter.

            EXIT STATUS
              0  accepted
              1  refused
              2  the request is unusable
            """
    )

    @OptionGroup(title: "Secret")
    var secret: SecretOptions

    @OptionGroup(title: "Parameters")
    var factor: FactorOptions

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The code to check, leading zeros included; spaces are left out.", valueName: "digits")
    )
    var code: String

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Steps to both sides, or counters ahead, to try as well.", valueName: "n"),
        transform: WholeNumber.reader()
    )
    var window: UInt32 = 1

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("TOTP: the last accepted step; it and earlier ones are refused.", valueName: "step"),
        transform: WholeNumber.reader()
    )
    var after: UInt64?

    @Flag(help: "Print one JSON value.")
    var json = false

    private static let windowLimit: UInt32 = 1_000_000

    func run() throws {
        guard self.window <= Self.windowLimit else {
            throw UnusableInput("--window \(self.window): at most \(Self.windowLimit)")
        }
        let code: Code
        do throws(CodeError) {
            code = try Code(typed: self.code)
        } catch {
            throw UnusableInput("--code: \(ErrorText.of(error))")
        }
        let report = try self.secret.withSecret { secret, uri in
            let factor = try self.factor.factor(of: uri)
            if case .counter = factor, self.after != nil {
                throw UnusableInput("--after: goes with a time; for a counter give the next unused one")
            }
            var key = HMACKey(secret, algorithm: self.factor.algorithm(of: uri))
            defer { key.wipe() }
            guard code.digits == factor.digits else {
                return VerificationReport(refusal: "the code has \(code.digits) digits, not \(factor.digits)")
            }
            guard let match = factor.match(code, window: self.window, after: self.after, key: key) else {
                return VerificationReport(refusal: "no match in the window")
            }
            return VerificationReport(match: match, of: factor)
        }
        if self.json {
            try JSONText.print(report)
        } else {
            print(report.line)
        }
        guard report.accepted else { throw ExitCode(1) }
    }
}
