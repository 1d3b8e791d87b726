package import Hummingbird
import NIOCore

/// The connection of the request that is being served.
struct HTTPConnection: Sendable {
    @TaskLocal static var current: HTTPConnection?

    /// Travels down the pipeline to ``ConnectionHandler``.
    struct ContinueEvent: Sendable {}

    let channel: any Channel
}

extension Request {
    /// Sends `100 Continue` to a client that waits for it, RFC 9110, section 10.1.1; called before the body is read.
    package func invitesBody() {
        guard self.headers[.expect] != nil else { return }
        HTTPConnection.current?.channel.triggerUserOutboundEvent(HTTPConnection.ContinueEvent(), promise: nil)
    }
}
