import ArgumentParser
import CommandLineTool
import OTPCore

/// `mitid-token code`.
struct CodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "code",
        abstract: "Print the code a token would show: of a time (TOTP) or of a counter (HOTP).",
        discussion: """
            EXAMPLES
              The code of this moment, the secret as printed in Base32:
                mitid-token code --secret-base32 GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ
              The ten values of RFC 4226, appendix D:
                mitid-token code --counter 0 --count 10 \\
                  --secret-hex 3132333435363738393031323334353637383930
              A value of RFC 6238, appendix B:
                mitid-token code --digits 8 --at 2603-10-11T11:33:20Z \\
                  --secret-hex 3132333435363738393031323334353637383930
              The secret out of sight of other users:
                mitid-token code --secret-file - < secret.txt

            With --json: {"algorithm":…,"digits":…,"codes":[…]}, where a code of a time is
            {"code":…,"step":…,"validFrom":…,"validUntil":…}, one of a counter
            {"code":…,"counter":…}.
            """
    )

    @OptionGroup(title: "Secret")
    var secret: SecretOptions

    @OptionGroup(title: "Parameters")
    var factor: FactorOptions

    @Option(
        help: ArgumentHelp("How many codes, of this and the following counters or steps.", valueName: "n"),
        transform: WholeNumber.reader(in: 0...Int.max)
    )
    var count = 1

    @Flag(help: "Print one JSON value.")
    var json = false

    private static let countLimit = 1_000_000

    private struct Report: Encodable {
        let algorithm: String
        let digits: Int
        let codes: [CodeReport]
    }

    func run() throws {
        guard (1...Self.countLimit).contains(self.count) else {
            throw UnusableInput("--count \(self.count): from 1 to \(Self.countLimit)")
        }
        try self.secret.withSecret { secret, uri in
            let algorithm = self.factor.algorithm(of: uri)
            let factor = try self.factor.factor(of: uri)
            let (last, overflow) = factor.start.addingReportingOverflow(UInt64(self.count - 1))
            guard !overflow else {
                throw UnusableInput("--count \(self.count): counters and steps end at \(UInt64.max)")
            }
            var key = HMACKey(secret, algorithm: algorithm)
            defer { key.wipe() }
            if self.json {
                var codes: [CodeReport] = []
                for position in factor.start...last {
                    codes.append(factor.code(at: position, key: key))
                }
                let name = AlgorithmName(algorithm).rawValue
                try JSONText.print(Report(algorithm: name, digits: factor.digits, codes: codes))
            } else {
                for position in factor.start...last {
                    print(factor.code(at: position, key: key).code)
                }
            }
        }
    }
}
