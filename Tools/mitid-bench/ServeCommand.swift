import ArgumentParser
import Bench
import BenchHTTP
import CommandLineTool
import Foundation
import HTTPService
import LibCrypto
import Logging
import OTPDevices
import ServiceLifecycle
import ServiceTool
import SpeechSynthesis
import USBIP
import UnixSignals
import VPCD

/// `mitid-bench serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Hold the devices and serve them until the process is told to stop.",
        discussion: """
            When it takes requests it prints one line on standard output:
              mitid-bench listening on http://127.0.0.1:8470
            That address is the web page; GET /openapi.json describes the rest. Its log
            goes to standard error. SIGINT and SIGTERM end it with everything stored,
            requests within --drain-timeout; killed at any other moment, no HOTP counter
            goes back. On SIGHUP it reads --token-file again; one that cannot be used
            leaves the token as it was.

            A bench hands out the secrets of its devices to whoever asks. So only this
            machine can reach it unless --host says otherwise, and then it wants a
            --token-file: a file with one line of 16 or more characters, which clients
            send as 'Authorization: Bearer ...', and which others may not read (mode 600).

            The devices are kept in $XDG_STATE_HOME/mitid-tokens/bench, or in
            ~/.local/state/mitid-tokens/bench without that variable, unless --state or
            --in-memory says otherwise. Two benches cannot share a directory, which must
            belong to the user and be closed to others' writing.

            With --vpcd, chips that are laid on a reader (PUT .../connection {"nfc":
            true}) are seen by the PC/SC clients of a pcscd with vsmartcard-vpcd: each
            chip on a reader of its own, on the lowest port from that one on which no chip
            lies. Debian's vpcd has two readers, 127.0.0.1:35963 and 35964. pcscd may
            start later, and again.

            With --usbip, chips that are plugged in ({"usb": true}) are served over
            USB/IP. To whoever attaches one it is a USB device, a FIDO key and a smart
            card reader:
              usbip list -r 127.0.0.1          names them, and where they are
              usbip attach -r 127.0.0.1 -b 1-1
            USB/IP has no authentication: anyone who can connect can use the chips. So it
            is served to this machine only without --usbip-without-authentication.
            """
    )

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The port; 0 lets the system choose.", valueName: "n"),
        transform: WholeNumber.reader()
    )
    var port: UInt16 = 8470

    @Option(help: ArgumentHelp("The name or address to listen on.", valueName: "host"))
    var host = "127.0.0.1"

    @Option(help: ArgumentHelp("The directory that keeps the devices.", valueName: "dir"))
    var state: String?

    @Flag(help: "Keep nothing: the devices are gone when the process ends.")
    var inMemory = false

    @Option(help: ArgumentHelp("Serve only clients that know the token in this file.", valueName: "file"))
    var tokenFile: String?

    @Option(help: ArgumentHelp("The virtual reader of a pcscd that chips are laid on.", valueName: "host:port"))
    var vpcd: ReaderAddress?

    @Option(
        help: ArgumentHelp(
            "Where to serve chips over USB/IP; usbip itself looks at port 3240.",
            valueName: "[host:]port"
        )
    )
    var usbip: USBIPAddress?

    @Flag(help: "Serve USB/IP to other machines too, though anyone who can connect can use the chips.")
    var usbipWithoutAuthentication = false

    @Option(
        help: ArgumentHelp(
            "The speech program of the audio code readers, called as espeak-ng is; 'none' for silence.",
            valueName: "program"
        )
    )
    var speechProgram = "espeak-ng"

    @OptionGroup(title: "Connections")
    var connectionOptions: ConnectionOptions

    private var voice: Voice {
        Voice(self.speechProgram == "none" ? nil : ESpeak(program: self.speechProgram))
    }

    @Option(
        help: ArgumentHelp(
            "How the log is written: lines for people, or one JSON object a line.",
            valueName: "text|json"
        )
    )
    var logFormat = LogFormat.text

    func run() async throws {
        self.logFormat.bootstrap()
        let logger = Logger(label: "mitid-bench")
        let address = ServiceAddress(host: self.host, port: Int(self.port))
        let token = Current(try self.token(for: address))
        try self.checkUSBIP()
        let limits = try self.connectionOptions.limits()
        let store = try self.store()
        let readers = self.vpcd.map { VirtualCardService(first: $0, logger: logger) }
        let (portsAreServed, served) = AsyncStream.makeStream(of: Never.self)
        let ports = self.usbip.map {
            USBIPServer(host: $0.host, port: $0.port, logger: logger, listening: { _ in served.finish() })
        }
        if ports == nil { served.finish() }
        let places = ChipPlaces(readers: readers, ports: ports, logger: logger)
        let registry: DeviceRegistry
        do {
            registry = try await DeviceRegistry(
                store: store,
                wall: { Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down))) },
                random: { count in try RandomBytes.array(count: count) },
                chips: ChipSurroundings(
                    environments: try ChipCrypto(state: self.inMemory ? nil : self.state ?? Self.usualState),
                    connector: places
                ),
                logger: logger
            )
        } catch {
            throw UnusableInput("\(error)")
        }
        let interface = BenchInterface(registry: registry, voice: self.voice, token: token, logger: logger)
        let endpoint = HTTPEndpoint(
            address: address,
            logger: logger,
            limits: limits,
            routes: { interface.addRoutes(to: $0) },
            listening: { address in
                // Scripts attach chips right after the line.
                for await _ in portsAreServed {}
                guard !Task.isCancelled else { return }
                let line = address.listeningLine(service: "mitid-bench") + "\n"
                FileHandle.standardOutput.write(Data(line.utf8))
            },
            stopping: { registry.events.close() }
        )
        var quiet = logger
        quiet.logLevel = .critical
        let reloading = ReloadService(logger: logger) { options in
            guard self.tokenFile != nil else { return }
            do {
                token.replace(with: try self.token(for: address))
                options.append("--token-file")
            } catch {
                logger.error("file not read again", metadata: ["reason": "\(error)"])
            }
        }
        var services: [any Service] = [BenchService(registry: registry), endpoint, reloading]
        if let ports {
            services.insert(ports, at: 1)
        }
        if let readers {
            services.insert(readers, at: 1)
        }
        // Stopped from last to first: no request and no command comes any more when the devices are stored.
        var configuration = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigint, .sigterm],
            logger: quiet
        )
        // Beyond the connections, which are closed by then.
        configuration.maximumGracefulShutdownDuration = limits.draining + .seconds(5)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch is CancellationError {
            await registry.save()
        } catch let error as ListeningError {
            await registry.save()
            let failure = ListeningFailure(error.cause, host: error.host, port: error.port, option: "--usbip")
            throw UnusableInput("--usbip: \(failure)")
        } catch {
            await registry.save()
            throw UnusableInput(
                "\(ListeningFailure(error, host: address.host, port: address.port, option: "--port"))"
            )
        }
    }

    private func store() throws(UnusableInput) -> any DeviceStore {
        guard !self.inMemory else {
            guard self.state == nil else { throw UnusableInput("--in-memory and --state exclude each other") }
            return MemoryStore()
        }
        let path = self.state ?? Self.usualState
        do {
            let parent = URL(filePath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
            return try StateDirectory(path: path)
        } catch let error as StoreError {
            throw UnusableInput("\(error)")
        } catch {
            throw UnusableInput("state directory \(path): its parent directory cannot be made")
        }
    }

    private static var usualState: String { StateFolder.path + "/bench" }

    /// USB/IP has no token to ask for, so the risk must be taken by name.
    private func checkUSBIP() throws(UnusableInput) {
        guard let usbip = self.usbip, !self.usbipWithoutAuthentication else { return }
        guard ServiceAddress(host: usbip.host, port: Int(usbip.port)).isLoopback else {
            throw UnusableInput(
                "--usbip \(usbip.host) is reachable from other machines, and USB/IP has no authentication: it needs "
                    + "--usbip-without-authentication"
            )
        }
    }

    private func token(for address: ServiceAddress) throws(UnusableInput) -> BearerToken? {
        guard let tokenFile = self.tokenFile else {
            guard address.isLoopback else {
                throw UnusableInput("--host \(self.host) is reachable from other machines and needs a --token-file")
            }
            return nil
        }
        try FileAccess.owner.check(tokenFile, for: "--token-file \(tokenFile)")
        do {
            return try BearerToken(contentsOf: tokenFile)
        } catch {
            throw UnusableInput("--token-file \(tokenFile): \(error)")
        }
    }
}
