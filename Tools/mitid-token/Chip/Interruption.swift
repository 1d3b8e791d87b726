import UnixSignals

/// Signals that end a command through its own clean-up: a USB key goes back to the kernel's driver.
enum Interruption {
    /// Runs a body that is cancelled by SIGINT, SIGTERM or SIGHUP.
    static func run<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
        // Before the body begins, so that no signal ends the process in the middle of a request.
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        let task = Task { try await body() }
        let watch = Task {
            for await _ in signals { task.cancel() }
        }
        defer { watch.cancel() }
        return try await task.value
    }
}
