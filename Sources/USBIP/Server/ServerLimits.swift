package import NIOCore

/// What a server puts up with.
package struct ServerLimits: Sendable {
    /// How many connections are open at once; whoever comes then is turned away.
    package var connections = 512
    /// How long a connection may take to say what it wants.
    package var requestTime = TimeAmount.seconds(10)
    /// How long a card may work before the host is asked for patience, and between two such requests.
    package var cardTime = TimeAmount.seconds(1)

    package init() {}
}
