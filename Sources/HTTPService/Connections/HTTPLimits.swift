import Glibc

/// Limits on connections and on the time they may take.
package struct HTTPLimits: Equatable, Sendable {
    /// Connections at once; above it, the oldest one without a request is closed for the new one.
    package var connections = 4096

    /// Connections of one address at once, by the same rule; nil: half of all.
    package var connectionsPerAddress: Int?

    /// Time to the first whole request head of a connection.
    package var firstRequest = Duration.seconds(10)

    /// Time between two requests, and between two parts of one body.
    package var idle = Duration.seconds(60)

    /// Time in which a client has to take some of a response that waits for it.
    package var unreadResponse = Duration.seconds(30)

    /// Time for requests to end after a signal to stop.
    package var draining = Duration.seconds(10)

    package init() {}

    /// File descriptors kept free for the store, the log and programs that are run.
    private static let reservedFiles = 128

    /// The connections that the process may hold: no more than it may open files.
    func connections(openFiles limit: UInt64) -> Int {
        let limit = Int(clamping: limit)
        let usable = limit > 4 * Self.reservedFiles ? limit - Self.reservedFiles : limit / 2
        return max(1, min(self.connections, usable))
    }

    /// The most files that this process may open, getrlimit(2).
    static var openFiles: UInt64 {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        return UInt64(limit.rlim_cur)
    }
}
