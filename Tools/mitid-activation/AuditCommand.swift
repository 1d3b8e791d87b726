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
            asked by whom, and how it came out; never a secret, a password or a code. So
            does every added holder, import, rotation of keys and refused access token.
            Each entry carries a hash over itself and all before it, in a chain for each
            writer of the store. The hashes and the end of each chain are tied with a key
            that is sealed under the key file. --verify reads every chain from its first
            entry; with --since, from where an earlier check ended, so that the entries
            before it can be archived. Without --since, a chain is checked from entry 0.

            WHAT --verify PROVES
              Somebody who can write to the database, but does not have the key file:
                every entry that is changed, inserted, removed, moved or renumbered is
                found, and so are removed ends of chains and an emptied trail, also if
                all hashes are computed again and the service writes on. Not found: an
                earlier state of the trail that is put back whole, with the seals copied
                at that time or from a backup; and a trail made to look like an earlier
                release's, which had no key. Then the report says that there is no key
                yet, or, after the next start, how many entries are older than the key
                and when it was made.
                --since with an earlier report finds both.
              Somebody who has the database and the key file: can write another trail.
                Only --since finds that, if the report shows the entries concerned.
              Somebody who controls the running service: can also leave entries out from
                then on. Nothing finds that; --since proves what was written before.
              So keep what --verify --json prints where none of them can write.

            EXAMPLES
              mitid-activation audit --limit 20
              mitid-activation audit --verify --json > monday.json
              mitid-activation audit --verify --since monday.json

            EXIT STATUS
              0  shown; with --verify: the chains are what was written
              1  --verify found a place that is not
              2  the request is unusable, or the key of the trail is gone or replaced
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
        let store = try await self.storeOptions.openToRead(withKeys: self.verify)
        defer { store.close() }
        let chains = try await store.auditChains()
        if self.verify {
            let key: AuditKey?
            do {
                key = try await store.auditKey()
            } catch {
                throw UnusableInput("\(try self.storeOptions.location()): \(error.sentence)")
            }
            let names = known.names.union(chains).union(key?.chains.map(\.name) ?? [])
            try await self.check(names.sorted().map { known.chain($0, key: key) }, of: store, key)
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

    private func check(_ chains: [AuditChain], of store: some TokenStore, _ key: AuditKey?) async throws {
        var reports: [AuditReport] = []
        for chain in chains {
            reports.append(AuditReport(try await AuditCheck(of: store).outcome(of: chain), since: chain, key))
        }
        if self.json {
            FileHandle.standardOutput.write(Data(JSONText.encode(reports) + [0x0A]))
        } else {
            print(reports.isEmpty ? "no entries yet" : reports.map(\.line).joined(separator: "\n"))
        }
        guard reports.allSatisfy(\.isWhole) else { throw ExitCode(1) }
    }
}
