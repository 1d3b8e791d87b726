import ServiceLifecycle

/// A delay between the signal to stop and the end of the service, in which load balancers notice it.
///
/// A service group stops its services from the last to the first: as the last one it delays the others.
package struct DrainPhase: Service {
    private let duration: Duration
    private let begin: @Sendable () -> Void

    /// - Parameters:
    ///   - duration: How long it takes.
    ///   - begin: Called when it begins.
    package init(_ duration: Duration, begin: @escaping @Sendable () -> Void) {
        self.duration = duration
        self.begin = begin
    }

    package func run() async throws {
        try await gracefulShutdown()
        self.begin()
        try await Task.sleep(for: self.duration)
    }
}
