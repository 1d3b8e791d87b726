import ArgumentParser
import ChipConnections
import CommandLineTool
import FIDOClient

/// `mitid-token chip info`.
struct ChipInfoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Print what a security key says of itself.",
        discussion: """
            Nothing is written to the key, and no touch is needed. While the command runs,
            other programs cannot use a key in a USB port.

            EXAMPLES
              mitid-token chip info
              mitid-token chip info --port 1-4.2 --json
              mitid-token chip info --as-profile > golden-sample.json

            EXIT STATUS
              0  printed
              2  no key, several keys, no FIDO applet, or the key cannot be used
            """
    )

    @OptionGroup
    var token: TokenOptions

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print a draft of a profile, as JSON, that other keys can be held against.")
    var asProfile = false

    func run() async throws {
        let isRaw = self.asProfile
        let (report, draft) = try await self.token.withChip { chip in
            let info = try await Self.info(of: chip)
            let identity = await chip.identity
            let draft = ChipProfileDraft(identity, info)
            return (isRaw ? nil : try await Self.report(of: chip, identity, info), draft)
        }
        if self.asProfile {
            try JSONText.print(draft)
        } else if let report, self.json {
            try JSONText.print(report)
        } else {
            for line in report?.lines ?? [] { print(PrintableText.line(line)) }
        }
    }

    private static func info(of chip: Chip) async throws -> AuthenticatorInfo? {
        switch try await chip.info() {
        case .success(let info): return info
        case .failure(let fault): throw UnusableInput("the response to getInfo cannot be read: \(fault)")
        case nil: return nil
        }
    }

    private static func report(
        of chip: Chip,
        _ identity: ChipIdentity,
        _ info: AuthenticatorInfo?
    ) async throws -> ChipReport {
        var report = ChipReport(identity)
        if let info {
            var ctap2 = ChipReport.CTAP2(info)
            if info.option("clientPin") == true, let pinProtocol = info.preferredPINProtocol {
                let answer = try await chip.send(ClientPINCall.pinRetries(pinProtocol), within: .seconds(10)).answer
                ctap2.pinRetries = try? answer.get().pinRetries
            }
            report.ctap2 = ctap2
        }
        report.u2f = try await chip.u2fVersion()
        return report
    }
}
