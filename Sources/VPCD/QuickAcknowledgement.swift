import Glibc
package import NIOCore

/// Has the kernel acknowledge at once what came.
///
/// vpcd sends the length and the message in two writes, and its kernel holds the second back until the first is
/// acknowledged, which a receiver by itself puts off by 40 ms. The kernel forgets the setting with what it sends and
/// receives, so it is made again after each receive.
package final class QuickAcknowledgement: ChannelInboundHandler {
    package typealias InboundIn = ByteBuffer
    package typealias InboundOut = ByteBuffer

    package init() {}

    package static let option = ChannelOptions.Types.SocketOption(level: .tcp, name: .init(rawValue: TCP_QUICKACK))

    package func channelActive(context: ChannelHandlerContext) {
        Self.acknowledgeAtOnce(context)
        context.fireChannelActive()
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        Self.acknowledgeAtOnce(context)
        context.fireChannelRead(data)
    }

    /// Without it everything works, only slower.
    private static func acknowledgeAtOnce(_ context: ChannelHandlerContext) {
        try? context.channel.syncOptions?.setOption(Self.option, value: 1)
    }
}
