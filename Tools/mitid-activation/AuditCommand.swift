import Activation
import ActivationHTTP
import ArgumentParser
import CommandLineTool
import Foundation
import HTTPService
import TokenRows

/// `mitid-activation audit`.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Show the trail of all decisions, or prove that nobody has changed it.",
        discussion: """
            Every decision leaves an entry: when, what, about which device and holder,
            asked by whom, and how it came out; never a secret, a password or a code. Each
            entry carries a hash over itself and all before it, in a chain for each writer
            of the store. --verify reads every chain from its first entry; with --since,
            from where an earlier check ended. Keep what it prints with --json elsewhere:
            entries that were cut off at the end show only to who knows an earlier 'head',
            and with one the entries before it can be archived.

            EXAMPLES
              mitid-activation audit --limit 20
              mitid-activation audit --verify --json > monday.json
              mitid-activation audit --verify --since monday.json

            EXIT STATUS
              0  shown; with --verify: the chains are what was written
              1  --verify found a place that is not
              2  the request is unusable
            """
    )

    @Flag(help: "Check all chains instead of showing entries.")
    var verify = false

    @Option(help: ArgumentHelp("Check what came after an earlier --verify --json.", valueName: "file"))
    var since: String?

    @Option(help: ArgumentHelp("Show this chain only.", valueName: "name"))
    var chain: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Show what came after this entry.", valueName: "number"),
        transform: WholeNumber.reader()
    )
    var after: UInt64?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Show no more than so many entries of a chain.", valueName: "n"),
        transform: WholeNumber.reader()
    )
    var limit: UInt32 = 1000

    @OptionGroup(title: "Store")
    var storeOptions: StoreOptions

    @Flag(help: "Print one JSON value.")
    var json = false

    func run() async throws {
        guard !self.verify || (self.chain == nil && self.after == nil) else {
            throw UnusableInput("--verify checks every chain whole: --chain and --after are not for it")
        }
        guard self.verify || self.since == nil else {
            throw UnusableInput("--since is for --verify; entries after one are shown with --after")
        }
        let known = try self.since.map { path throws(UnusableInput) in try KnownChains(file: path) } ?? KnownChains()
        let store = try await self.storeOptions.openToRead()
        defer { store.close() }
        let chains = try await store.auditChains()
        if self.verify {
            try await self.check(known.names.union(chains).sorted().map { known[$0] }, of: store)
        } else {
            try await self.show(chains, of: store)
        }
    }

    private func show(_ chains: [String], of store: some TokenStore) async throws {
        let wanted = chains.filter { self.chain == nil || $0 == self.chain }
        if let chain = self.chain, wanted.isEmpty { throw UnusableInput("--chain \(chain): there is no such chain") }
        var pages: [AuditPageAnswer] = []
        let limit = Int(self.limit)
        for chain in wanted {
            let first = self.after.map { $0 == UInt64.max ? $0 : $0 + 1 } ?? 0
            let links = try await store.auditLinks(of: chain, from: first, limit: limit)
            pages.append(AuditPageAnswer(chain: chain, chains: chains, links: links, limit: limit))
        }
        if self.json {
            FileHandle.standardOutput.write(Data(JSONText.encode(pages) + [0x0A]))
        } else {
            let lines = pages.flatMap { AuditText.lines(of: $0, naming: chains.count > 1) }
            if !lines.isEmpty { print(lines.joined(separator: "\n")) }
        }
    }

    private func check(_ chains: [AuditChain], of store: some TokenStore) async throws {
        var reports: [AuditReport] = []
        for chain in chains {
            reports.append(AuditReport(try await AuditCheck(of: store).outcome(of: chain), since: chain))
        }
        if self.json {
            FileHandle.standardOutput.write(Data(JSONText.encode(reports) + [0x0A]))
        } else {
            print(reports.isEmpty ? "no entries yet" : reports.map(\.line).joined(separator: "\n"))
        }
        guard reports.allSatisfy(\.isWhole) else { throw ExitCode(1) }
    }
}
