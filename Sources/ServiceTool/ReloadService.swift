import Glibc
package import Logging
import ServiceLifecycle
import UnixSignals

/// Reads files again on SIGHUP, as services do.
///
/// A terminal that is closed sends the same signal to the programs that run in it. Then the service ends as on SIGTERM.
package struct ReloadService: Service {
    private let logger: Logger
    private let hadTerminal = Self.hasTerminal
    private let reload: @Sendable (inout [String]) async -> Void

    /// - Parameters:
    ///   - logger: Says what was read.
    ///   - reload: Reads the files, and notes the options whose files it has taken over. It keeps what it had of a file that
    ///     cannot be used, and says so in the log.
    package init(logger: Logger, reload: @escaping @Sendable (inout [String]) async -> Void) {
        self.logger = logger
        self.reload = reload
    }

    package func run() async {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            guard !self.hadTerminal || Self.hasTerminal else {
                kill(getpid(), SIGTERM)
                continue
            }
            var options: [String] = []
            await self.reload(&options)
            let files = options.isEmpty ? "none" : options.joined(separator: " ")
            self.logger.notice("files read again", metadata: ["options": "\(files)"])
        }
    }

    /// Whether there is a terminal that controls the process.
    private static var hasTerminal: Bool {
        let descriptor = unsafe open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return true
    }
}
