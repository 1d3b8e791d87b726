import NIOCore
import NIOPosix

/// A card in a reader: one connection to vpcd, from its beginning to its end.
struct CardConnection {
    let channel: NIOAsyncChannel<VPCDMessage, [UInt8]>
    let card: any VirtualCard

    /// How much a reader may say before it is answered; a real one says one or two things.
    private static let waitingLimit = 8
    /// The longest message with its length, and as much again as one receive may bring.
    private static let receiveLimit = 128 * 1024

    static func open(
        to address: ReaderAddress,
        for card: any VirtualCard,
        within timeout: Duration
    ) async throws -> CardConnection {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(TimeAmount(timeout))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_rcvbuf), value: .init(Self.receiveLimit))
            .connect(host: address.host, port: Int(address.port)) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Self.addHandlers(to: channel.pipeline.syncOperations)
                    return try NIOAsyncChannel<VPCDMessage, [UInt8]>(wrappingChannelSynchronously: channel)
                }
            }
        return CardConnection(channel: channel, card: card)
    }

    static func addHandlers(to pipeline: ChannelPipeline.SynchronousOperations) throws {
        try pipeline.addHandlers([
            QuickAcknowledgement(),
            ByteToMessageHandler(VPCDDecoder()),
            MessageToByteHandler(VPCDEncoder()),
        ])
    }

    /// Lets the card answer until the reader goes, the card is mute, or the task is cancelled.
    ///
    /// - Returns: whether the reader said anything.
    func run() async throws -> Bool {
        let card = self.card
        return try await self.channel.executeThenClose { inbound, outbound in
            let (messages, waiting) = AsyncStream.makeStream(
                of: VPCDMessage.self,
                bufferingPolicy: .bufferingOldest(Self.waitingLimit)
            )
            return try await withThrowingTaskGroup(of: Bool?.self) { group in
                // It listens also while the card works, so that a reader that goes ends the card's work.
                group.addTask {
                    var hasSpoken = false
                    for try await message in inbound {
                        switch waiting.yield(message) {
                        case .enqueued: hasSpoken = true
                        case .dropped: throw VPCDError.tooManyMessages
                        // The card answers no more, and its side says why.
                        case .terminated: return nil
                        @unknown default: return nil
                        }
                    }
                    return hasSpoken
                }
                group.addTask {
                    try await Self.answer(messages, with: card, over: outbound)
                    return true
                }
                defer { group.cancelAll() }
                while let end = try await group.next() {
                    if let end { return end }
                }
                return false
            }
        }
    }

    /// Why a card gave no answer.
    private static func silence(of card: any VirtualCard) async -> VPCDError {
        await card.isOnReader ? .cardMute : .cardTakenAway
    }

    private static func answer(
        _ messages: AsyncStream<VPCDMessage>,
        with card: any VirtualCard,
        over outbound: NIOAsyncChannelOutboundWriter<[UInt8]>
    ) async throws {
        var isPowered = false
        var failure: (any Error)?
        do {
            for await message in messages {
                switch message {
                case .powerOn:
                    isPowered = true
                    await card.powerOn()
                case .powerOff:
                    isPowered = false
                    await card.powerOff()
                case .reset:
                    isPowered = true
                    await card.reset()
                case .answerToResetRequest:
                    let answer = await card.answerToReset
                    guard !answer.isEmpty else { throw await Self.silence(of: card) }
                    try await outbound.write(answer)
                case .command(let command):
                    guard let answer = await card.transmit(command), !answer.isEmpty else {
                        throw await Self.silence(of: card)
                    }
                    try await outbound.write(answer)
                }
            }
        } catch {
            failure = error
        }
        // Out of the reader the card has no power.
        if isPowered {
            await card.powerOff()
        }
        if let failure {
            throw failure
        }
    }
}
