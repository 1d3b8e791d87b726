import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// An HTTP/1.1 connection that is counted, and whose requests are checked before the router sees them.
struct GuardedChannel: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    let base: HTTP1Channel
    let table: ConnectionTable
    let limits: HTTPLimits
    /// The server's own logger is quieter.
    let logger: Logger

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        self.base.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let parser = try pipeline.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self).handler
            let handler = ConnectionHandler(table: self.table, limits: self.limits, logger: self.logger)
            try pipeline.addHandler(handler, position: .after(parser))
            return value
        }
    }

    func handle(value: Value, logger: Logger) async {
        await HTTPConnection.$current.withValue(HTTPConnection(channel: value.channel)) {
            await self.base.handle(value: value, logger: logger)
        }
    }
}
