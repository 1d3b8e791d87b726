import ArgumentParser
import ChipConnections
import ChipQualification
import CommandLineTool
import FIDOClient
import Foundation
import LibCrypto
import TokenQuality

/// `mitid-token chip qualify`.
struct ChipQualifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "qualify",
        abstract: "Check a security key against the standards and a profile, and write a report.",
        discussion: """
            The checks send good and bad requests, ask for touches, verify signatures and
            attestation with the code of the activation service, and measure times. They
            leave nothing on the token but a higher signature counter. A check that leaves
            more needs --allow, and never runs on a token that holds credentials, or a PIN
            that is not given. One that spends PIN tries or erases the token also needs
            its name: --allow-serial, or --allow-aaguid with this token alone and its
            label typed again. The PIN of --pin-file is set on a token without one, and
            stays until a reset. A reset asks for the last four characters of the serial
            number or label, and for the token to be taken out and put back. Each change
            is in the report before it is made.

            DIR/LABEL gets report.json, report.xml (JUnit) and report.html; an earlier
            report with the same label is replaced. Without --label it is the serial
            number, or the reader's name.

            A profile is a JSON file: {"name":…,"aaguid":…,"versions":[…],
            "extensions":[…],"options":{…},"transports":[…],"algorithms":[…],
            "pinProtocols":[…],"firmwareVersion":{"minimum":…,"maximum":…},
            "discoverableCredentials":…,"answerToReset":…,"usb":{"vendor":…,"product":…},
            "attestation":{"format":…,"subject":…},"limits":{"roundTripMilliseconds":…,
            "assertionMilliseconds":…,"minorFailures":…}}; what it leaves out is not
            checked.

            EXAMPLES
              mitid-token chip qualify --report reports --quick
              mitid-token chip qualify --report reports --profile ordered.json
                  --roots maker.pem --label tray-7-03
              mitid-token chip qualify --report reports --only G05 --only A
              mitid-token chip qualify --report reports --full --dry-run
              mitid-token chip qualify --report reports --label tray-7-03
                  --allow pin --allow reset --allow-serial 0412 --pin-file pin

            EXIT STATUS
              0  qualified
              1  not qualified
              2  incomplete, with the report written all the same: the token went away, or
                 nobody touched it; or the request is unusable
            """
    )

    @OptionGroup
    var token: TokenOptions

    @Option(help: ArgumentHelp("Write the report into this folder.", valueName: "dir"))
    var report: String

    @Option(help: ArgumentHelp("Hold the token against this profile.", valueName: "file"))
    var profile: String?

    @Option(help: ArgumentHelp("Trust attestation under these certificates, in PEM.", valueName: "file"))
    var roots: String?

    @Flag(help: "Run the quick checks only: some seconds and two touches.")
    var quick = false

    @Flag(help: "Run all checks, long waits and the soak included.")
    var full = false

    @Option(help: ArgumentHelp("Run this check, or the checks with this letter; may be repeated.", valueName: "id"))
    var only: [String] = []

    @Option(help: ArgumentHelp("Leave this check out; may be repeated.", valueName: "id"))
    var skip: [String] = []

    @Option(help: ArgumentHelp("Allow an effect that stays: storage, pin or reset.", valueName: "effect"))
    var allow: [String] = []

    @OptionGroup
    var changes: ChangeOptions

    @Option(help: ArgumentHelp("Number of assertions of the soak, S01, which this adds.", valueName: "count"))
    var soak: Int?

    @Option(help: ArgumentHelp("Seed of the challenges, to send the same again.", valueName: "number"))
    var seed: UInt64?

    @Option(help: ArgumentHelp("Name of the token in the report.", valueName: "text"))
    var label: String?

    @Flag(help: "Print the checks with their effects and touches; nothing is sent.")
    var dryRun = false

    func run() async throws {
        let (profile, digest) = try self.readProfile()
        let roots = try self.readRoots()
        let selection = try self.selection()
        try self.changes.check(self.conditions(selection, profile))
        let place = try self.token.place()
        let label = try self.label(of: place)
        let options = QualificationOptions(
            selection: selection,
            profile: profile,
            roots: roots,
            soakCount: self.soak ?? 1_000,
            seed: self.seed ?? UInt64.random(in: 0...UInt64(UInt32.max)),
            label: label
        )
        let run: QualificationRun
        do throws(CheckSelection.UnknownCheck) {
            run = try QualificationRun(options, on: place.transport)
        } catch {
            throw UnusableInput("there is no check \(error.id); --dry-run --full lists them all")
        }
        guard !run.checks.isEmpty else {
            throw UnusableInput("no check is left for this token with --only and --skip")
        }
        guard !self.dryRun else {
            QualificationProgress.plan(run)
            try self.changes.plan(self.conditions(selection, profile), place)
            return
        }
        let folder = URL(filePath: self.report).appendingPathComponent(label)
        var terms = try await self.changes.terms(self.conditions(selection, profile), place)
        terms.record = { partial in (try? Self.write(partial, digest, to: folder)) != nil }
        let result = try await Interruption.run { [terms] in await Self.judge(run, place, terms) }
        try Self.write(result, digest, to: folder)
        QualificationProgress.end(result, folder: folder.relativePath)
        switch result.verdict {
        case .qualified: break
        case .notQualified: throw ExitCode(1)
        case .incomplete: throw ExitCode(2)
        }
    }

    private static func judge(
        _ run: QualificationRun,
        _ place: ChipPlace,
        _ terms: ChangeTerms
    ) async -> Qualification {
        let chip: Chip
        do throws(ChipFault) {
            chip = try await Self.open(place)
        } catch {
            var result = Qualification(run.options, place, startedAt: Date())
            result.cut = error.description
            return result
        }
        let result = await run.run(on: chip, terms: terms) { QualificationProgress.show($0) }
        await chip.close()
        return result
    }

    /// Opens the token; one that does not answer INIT or SELECT is judged all the same.
    private static func open(_ place: ChipPlace) async throws(ChipFault) -> Chip {
        do throws(ChipFault) {
            return try await Chip.open(place)
        } catch {
            switch error.cause {
            case .timedOut, .stalled, .transport, .wrongPacket, .wrongResponse, .refused:
                return try await Chip.connect(place)
            default: throw error
            }
        }
    }

    private static func write(_ result: Qualification, _ digest: String?, to folder: URL) throws {
        do {
            try ReportFiles(result, tool: "mitid-token", profileDigest: digest).write(to: folder)
        } catch {
            throw UnusableInput("--report \(folder.relativePath): cannot be written")
        }
    }

    private func selection() throws(UnusableInput) -> CheckSelection {
        guard !(self.quick && self.full) else { throw UnusableInput("--quick and --full exclude each other") }
        var effects: [Effect] = []
        for name in self.allow {
            guard let effect = Effect(rawValue: name), effect.needsPermission else {
                throw UnusableInput("--allow \(name): storage, pin and reset can be allowed")
            }
            effects.append(effect)
        }
        if let soak = self.soak, !(10...1_000_000).contains(soak) {
            throw UnusableInput("--soak must be 10 to 1000000")
        }
        var selection = CheckSelection(
            self.quick ? .quick : self.full ? .full : .standard,
            only: self.only,
            skipped: self.skip,
            allowed: effects
        )
        if self.soak != nil { selection.added.append("S01") }
        return selection
    }

    private func conditions(_ selection: CheckSelection, _ profile: ChipProfile) -> ChangeGuard {
        ChangeGuard(
            allowed: selection.allowed,
            label: self.label,
            orderedAAGUID: profile.aaguid,
            capacity: profile.discoverableCredentials
        )
    }

    private func label(of place: ChipPlace) throws(UnusableInput) -> String {
        guard let label = self.label else {
            let text = place.serialNumber ?? place.name
            let safe = String(text.unicodeScalars.map { Self.isSafe($0) ? Character($0) : "_" }.prefix(64))
            return safe.allSatisfy { $0 == "." } ? "token" : safe
        }
        guard (1...64).contains(label.unicodeScalars.count), !label.hasPrefix("."),
            label.unicodeScalars.allSatisfy({ Self.isSafe($0) })
        else {
            throw UnusableInput("--label must be 1 to 64 letters, digits, '.', '-' or '_', and not begin with '.'")
        }
        return label
    }

    private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_": true
        default: false
        }
    }

    private func readProfile() throws -> (ChipProfile, digest: String?) {
        guard let path = self.profile else { return (ChipProfile(), nil) }
        let bytes = try BoundedFile.bytes(of: path, for: "--profile \(path)")
        let digest = try HashFunction.sha256.digest(of: bytes.span)
        do throws(ChipProfileDocument.Fault) {
            let profile = try ChipProfileDocument.profile(reading: Data(bytes))
            return (profile, Hexadecimal.text(of: digest))
        } catch {
            throw UnusableInput("--profile \(path): \(error)")
        }
    }

    private func readRoots() throws -> [Certificate] {
        guard let path = self.roots else { return [] }
        let bytes = try BoundedFile.bytes(of: path, for: "--roots \(path)")
        do throws(PEMError) {
            return try PEM.certificates(in: bytes.span)
        } catch {
            throw UnusableInput("--roots \(path): \(error)")
        }
    }
}

extension ChipPlace {
    fileprivate var transport: TokenTransport {
        switch self {
        case .usb: .usb
        case .card: .card
        }
    }
}
