import Activation
import ActivationHTTP
import ArgumentParser
import CommandLineTool
import Foundation
import HTTPService
import Logging
import ServiceLifecycle
import ServiceTool
import TokenRows
import UnixSignals

/// `mitid-activation serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the HTTP interface until the process is told to stop.",
        discussion: """
            When it takes requests it prints one line on standard output:
              mitid-activation listening on http://127.0.0.1:8471
            Its log goes to standard error. On SIGINT and SIGTERM it takes no new request
            and ends those it has, within --drain-timeout; whatever it has answered is on
            the disk. /readyz answers 200 while the store takes decisions, and 503 during
            --drain. On SIGHUP it reads --token-file, --policy and --attestation-roots
            again; a file that cannot be used leaves what was there, and is logged.

            Only this machine can reach it unless --host says otherwise, and then it wants
            a --token-file. Clients send a token of it as 'Authorization: Bearer ...'.

            THE TOKEN FILE
              # name     scopes        token (16 or more characters)
              -          caller        1b6b5b3f0c7d4e2a
              call-desk  caller        5d0c9be1f7a24c38
              desk       admin,caller  a58f2a1c77e04d19
            A line with a token alone opens everything. caller: activations,
            verifications, resynchronizations and chips; metrics: /metrics; admin: all
            else. A name may stand in two lines, so that its token can be replaced.

            The audit trail names the caller, and wrong tries are counted for each name:
            \(PolicyCommand.text(ThrottlePolicy.standard.callers)),
            if --policy says nothing else. Then even right codes are refused to it. So a
            portal that everyone uses has the name -, which has no count: one guesser's
            wrong codes would shut out every user. What a guesser gets there is limited
            by device and holder. Name a caller who can be told to stop.

            Files with secrets (tokens, keys, --webhook-secret-file) are refused if others
            may read or write them; --policy and --attestation-roots if everyone may
            write them.

            THE POLICY
              wrong codes   \(PolicyCommand.text(ThrottlePolicy.standard.codes))
              passwords     \(PolicyCommand.text(ThrottlePolicy.standard.passwords))
            and so on: 'mitid-activation policy' shows all of it, and what it leaves to
            whoever guesses. --policy changes it.

            THE WEBHOOK
              {"type":"authenticator.blocked","timestamp":…,"data":{"serialNumber":…,…}}
            is sent to --webhook for each change that this process has decided, signed as
            Standard Webhooks 1.0.0 has it: webhook-signature is v1, and the Base64 of
            HMAC-SHA-256 over webhook-id, webhook-timestamp and body, dots between.
            What is not answered with 2xx is sent again, ten times over four minutes. No
            decision waits for it; 10000 messages may wait, more are dropped, logged and
            counted in /metrics. 'whsec_' and 'openssl rand -base64 32' make a secret.

            The records are kept in $XDG_STATE_HOME/mitid-tokens/activation.sqlite, or in
            ~/.local/state/mitid-tokens without that variable, unless --store or
            --in-memory says otherwise.
            """
    )

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The port; 0 lets the system choose.", valueName: "n"),
        transform: WholeNumber.reader()
    )
    var port: UInt16 = 8471

    @Option(help: ArgumentHelp("The name or address to listen on.", valueName: "host"))
    var host = "127.0.0.1"

    @OptionGroup(title: "Store")
    var storeOptions: StoreOptions

    @Flag(help: "Keep nothing: the records are gone when the process ends.")
    var inMemory = false

    @Option(help: ArgumentHelp("Serve only clients that know a token in this file.", valueName: "file"))
    var tokenFile: String?

    @Option(
        help: ArgumentHelp(
            "A web page of this origin may use the service, as the bench's page does to activate; may be repeated.",
            valueName: "http://host:port"
        )
    )
    var pageOrigin: [String] = []

    @OptionGroup(title: "Notifications")
    var webhookOptions: WebhookOptions

    @OptionGroup(title: "Policy")
    var policyOptions: PolicyOptions

    @OptionGroup(title: "Refusals")
    var refusalOptions: RefusalOptions

    @OptionGroup(title: "Chips")
    var chipOptions: ChipOptions

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The largest key container that is taken in one request.", valueName: "MiB"),
        transform: WholeNumber.reader()
    )
    var importLimit: UInt32 = 2048

    @OptionGroup(title: "Connections")
    var connectionOptions: ConnectionOptions

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How long requests are still taken when it is told to stop, while /readyz answers 503.",
            valueName: "seconds"
        ),
        transform: WholeNumber.reader()
    )
    var drain: UInt16 = 0

    @Option(
        help: ArgumentHelp(
            "How the log is written: lines for people, or one JSON object a line.",
            valueName: "text|json"
        )
    )
    var logFormat = LogFormat.text

    func run() async throws {
        self.logFormat.bootstrap()
        let address = ServiceAddress(host: self.host, port: Int(self.port))
        let tokens = try self.tokens(for: address)
        guard PageOrigins(self.pageOrigin) != nil else {
            throw UnusableInput("--page-origin: an origin is a scheme, a host and a port, as in http://127.0.0.1:8470")
        }
        let policy = try self.policy()
        if self.inMemory {
            guard self.storeOptions.store == nil, self.storeOptions.keyFile == nil else {
                throw UnusableInput("--in-memory excludes --store and --key-file")
            }
            try await self.serve(MemoryTokenStore(), policy, at: address, tokens)
        } else {
            let store = try await self.storeOptions.open()
            defer { store.close() }
            try await self.serve(store, policy, at: address, tokens)
        }
    }

    private func policy() throws -> ActivationPolicy {
        var policy = ActivationPolicy()
        try self.policyOptions.document().apply(to: &policy)
        policy.refusedCodes = self.refusalOptions.codes
        policy.refusedActivations = self.refusalOptions.activations
        policy.relyingParty = try self.chipOptions.relyingParty()
        policy.importByteLimit = Int(self.importLimit) << 20
        return policy
    }

    private func serve(
        _ store: some TokenStore,
        _ policy: ActivationPolicy,
        at address: ServiceAddress,
        _ tokens: AccessTokens?
    ) async throws {
        let logger = Logger(label: "mitid-activation")
        let limits = try self.connectionOptions.limits()
        let webhook = try self.webhookOptions.webhook(logger: logger, drainTime: limits.draining)
        let service = try ActivationService(store: store, policy: policy, logger: logger, webhook: webhook)
        let currentTokens = Current(tokens)
        let endpoint = service.endpoint(
            at: address,
            tokens: currentTokens,
            pageOrigins: PageOrigins(self.pageOrigin) ?? .none,
            limits: limits
        ) { address in
            let line = address.listeningLine(service: "mitid-activation") + "\n"
            FileHandle.standardOutput.write(Data(line.utf8))
        }
        let reloading = ReloadService(logger: logger) { options in
            self.readTokens(again: currentTokens, at: address, logger, &options)
            service.replace(policy: self.policy(again: service.policy, logger, &options))
        }
        var quiet = logger
        quiet.logLevel = .warning
        // They are stopped from the last to the first: no change comes after the webhook has ended.
        var services: [any Service] = (webhook.map { [$0] } ?? []) + [endpoint, reloading]
        if self.drain > 0 { services.append(DrainPhase(.seconds(self.drain)) { service.drain() }) }
        do {
            try await ServiceGroup(
                services: services,
                gracefulShutdownSignals: [.sigint, .sigterm],
                logger: quiet
            ).run()
        } catch {
            throw UnusableInput(
                "\(ListeningFailure(error, host: address.host, port: address.port, option: "--port"))"
            )
        }
    }

    private func readTokens(
        again current: Current<AccessTokens?>,
        at address: ServiceAddress,
        _ logger: Logger,
        _ options: inout [String]
    ) {
        guard self.tokenFile != nil else { return }
        do {
            current.replace(with: try self.tokens(for: address))
            options.append("--token-file")
        } catch {
            logger.error("file not read again", metadata: ["reason": "\(error)"])
        }
    }

    /// The policy with what its files say now; of a file that cannot be used, with what it said before.
    private func policy(
        again policy: ActivationPolicy,
        _ logger: Logger,
        _ options: inout [String]
    ) -> ActivationPolicy {
        var policy = policy
        if self.policyOptions.file.policy != nil {
            do {
                try self.policyOptions.document().apply(to: &policy)
                options.append("--policy")
            } catch {
                logger.error("file not read again", metadata: ["reason": "\(error)"])
            }
        }
        if self.chipOptions.attestationRoots != nil {
            do {
                policy.relyingParty = try self.chipOptions.relyingParty()
                options.append("--attestation-roots")
            } catch {
                logger.error("file not read again", metadata: ["reason": "\(error)"])
            }
        }
        return policy
    }

    private func tokens(for address: ServiceAddress) throws(UnusableInput) -> AccessTokens? {
        guard let tokenFile = self.tokenFile else {
            guard address.isLoopback else {
                throw UnusableInput("--host \(self.host) is reachable from other machines and needs a --token-file")
            }
            return nil
        }
        try FileAccess.owner.check(tokenFile, for: "--token-file \(tokenFile)")
        do {
            return try AccessTokens(contentsOf: tokenFile)
        } catch {
            throw UnusableInput("--token-file \(tokenFile): \(error)")
        }
    }
}
