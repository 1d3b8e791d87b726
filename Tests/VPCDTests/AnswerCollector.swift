import NIOCore

/// Puts a card's answers together from the bytes that come, and ends with the connection.
final class AnswerCollector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let answered: AsyncStream<[UInt8]>.Continuation
    private var received = ByteBuffer()

    init(answered: AsyncStream<[UInt8]>.Continuation) {
        self.answered = answered
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = self.unwrapInboundIn(data)
        self.received.writeBuffer(&bytes)
        while let answer = self.received.readLengthPrefixedSlice(as: UInt16.self) {
            self.answered.yield(Array(answer.readableBytesView))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.answered.finish()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
