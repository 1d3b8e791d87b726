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

            --batch goes through a tray, one token after the other in the same port or on
            the same reader. Each is also held against all before it: a token that knows
            the credential of another has the same secrets, or was put in twice. DIR also
            gets batch.csv, batch.json and batch.html, written anew before a token is
            taken out; after a break, --resume goes on with the tokens that have no
            verdict yet.

            A profile is a JSON file: {"name":…,"aaguid":…,"versions":[…],
            "extensions":[…],"options":{…},"transports":[…],"algorithms":[…],
            "pinProtocols":[…],"firmwareVersion":{"minimum":…,"maximum":…},
            "discoverableCredentials":…,"answerToReset":…,"usb":{"vendor":…,"product":…},
            "attestation":{"format":…,"subject":…},"limits":{"roundTripMilliseconds":…,
            "assertionMilliseconds":…,"powerUpMilliseconds":…,"minorFailures":…}}; what it
            leaves out is not checked.

            EXAMPLES
              mitid-token chip qualify --report reports --quick
              mitid-token chip qualify --report reports --profile ordered.json
                  --roots maker.pem --label tray-7-03
              mitid-token chip qualify --report reports --only G05 --only A
              mitid-token chip qualify --report reports --full --dry-run
              mitid-token chip qualify --report reports --label tray-7-03
                  --allow pin --allow reset --allow-serial 0412 --pin-file pin
              mitid-token chip qualify --report tray-7 --quick --batch --count 100
                  --reader "ACS ACR1252 00 00"
              mitid-token chip qualify --report tray-7 --batch --labels - --port 1-4

            EXIT STATUS
              0  qualified; a batch: every token, and all of them together
              1  not qualified; a batch: a token, or all of them together
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

    @Flag(help: "Write every exchange into DIR/LABEL/trace.jsonl; of clientPIN, command and status alone.")
    var trace = false

    @OptionGroup(title: "Batch")
    var tray: BatchOptions

    @Flag(help: "Print the checks with their effects and touches; nothing is sent.")
    var dryRun = false

    func validate() throws {
        try self.tray.validate(with: self)
    }

    func run() async throws {
        let (profile, digest) = try self.readProfile()
        let roots = try self.readRoots()
        let selection = try self.selection()
        if self.tray.batch, let effect = selection.allowed.first {
            throw UnusableInput("--allow \(effect.rawValue): a batch changes no token; run it on one token alone")
        }
        try self.changes.check(self.conditions(selection, profile))
        var options = QualificationOptions(
            selection: selection,
            profile: profile,
            roots: roots,
            soakCount: self.soak ?? 1_000,
            seed: self.seed ?? UInt64.random(in: 0...UInt64(UInt32.max)),
            label: ""
        )
        options.traces = self.trace
        if self.tray.batch {
            let batch = try ChipBatch(self, options, digest)
            guard !self.dryRun else {
                QualificationProgress.plan(try Self.qualificationRun(batch.options, on: batch.transport))
                return
            }
            return try Self.end(try await batch.run())
        }
        let place = try self.token.place()
        options.label = try self.label(of: place)
        let run = try Self.qualificationRun(options, on: place.transport)
        guard !self.dryRun else {
            QualificationProgress.plan(run)
            try self.changes.plan(self.conditions(selection, profile), place)
            return
        }
        let folder = URL(filePath: self.report).appendingPathComponent(options.label)
        let trace = self.trace ? try TraceFile(in: folder) : nil
        var terms = try await self.changes.terms(self.conditions(selection, profile), place)
        terms.record = { partial in (try? ChipJudgement.write(partial, digest, to: folder)) != nil }
        let result = try await Interruption.run { [terms] in
            await ChipJudgement.judge(run, place, terms: terms) { event in
                trace?.add(event)
                QualificationProgress.show(event)
            }
        }
        try ChipJudgement.write(result, digest, to: folder)
        QualificationProgress.end(result, folder: folder.relativePath)
        try Self.end(result.verdict)
    }

    private static func end(_ verdict: Verdict) throws {
        switch verdict {
        case .qualified: break
        case .notQualified: throw ExitCode(1)
        case .incomplete: throw ExitCode(2)
        }
    }

    /// The run with these options; one without any check is refused.
    static func qualificationRun(
        _ options: QualificationOptions,
        on transport: TokenTransport
    ) throws(UnusableInput) -> QualificationRun {
        let run: QualificationRun
        do throws(CheckSelection.UnknownCheck) {
            run = try QualificationRun(options, on: transport)
        } catch {
            throw UnusableInput("there is no check \(error.id); --dry-run --full lists them all")
        }
        guard !run.checks.isEmpty else {
            throw UnusableInput("no check is left for this token with --only and --skip")
        }
        return run
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
            let safe = String(text.unicodeScalars.map { TokenLabel.isSafe($0) ? Character($0) : "_" }.prefix(64))
            return safe.allSatisfy { $0 == "." } ? "token" : safe
        }
        guard TokenLabel.isUsable(label) else { throw UnusableInput("--label must be \(TokenLabel.form)") }
        return label
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
    var transport: TokenTransport {
        switch self {
        case .usb: .usb
        case .card: .card
        }
    }
}
