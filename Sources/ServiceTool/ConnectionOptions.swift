import ArgumentParser
package import CommandLineTool
package import HTTPService

/// Limits on connections and on the time they may take.
package struct ConnectionOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Connections at once; above it, the oldest without a request is closed for a new one.",
            valueName: "n"
        )
    )
    var maxConnections: UInt32 = 4096

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Connections of one address at once; raise it behind a proxy. (default: half of all)",
            valueName: "n"
        )
    )
    var maxConnectionsPerAddress: UInt32?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Time to the first request of a connection.", valueName: "seconds")
    )
    var firstRequestTimeout: UInt16 = 10

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Time in which a client must take some of its response.", valueName: "seconds")
    )
    var unreadResponseTimeout: UInt16 = 30

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Time for requests to end after SIGTERM, and for a webhook after them.",
            valueName: "seconds"
        )
    )
    var drainTimeout: UInt16 = 10

    package init() {}

    /// The limits; raises that of open files, so that they can hold.
    package func limits() throws(UnusableInput) -> HTTPLimits {
        guard self.maxConnections > 0, self.maxConnectionsPerAddress != 0, self.firstRequestTimeout > 0,
            self.unreadResponseTimeout > 0
        else { throw UnusableInput("only --drain-timeout may be 0, of all limits on connections") }
        OpenFiles.raiseLimit()
        var limits = HTTPLimits()
        limits.connections = Int(self.maxConnections)
        limits.connectionsPerAddress = self.maxConnectionsPerAddress.map { Int($0) }
        limits.firstRequest = .seconds(Int(self.firstRequestTimeout))
        limits.unreadResponse = .seconds(Int(self.unreadResponseTimeout))
        limits.draining = .seconds(Int(self.drainTimeout))
        return limits
    }
}
