import UnixSignals

/// Signals that end a command through its own clean-up: a USB key goes back to the kernel's driver.
enum Interruption {
    /// Runs a body that is cancelled by SIGINT, SIGTERM or SIGHUP.
    static func run<Result: Sendable>(_ body: @escaping @Sendable () async -> Result) async -> Result {
        let task = Task { await body() }
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        let watch = Task {
            for await _ in signals { task.cancel() }
        }
        defer { watch.cancel() }
        return await task.value
    }
}
