import NIOCore

/// A card as vpcd sees it.
struct ConnectedCard {
    let channel: any Channel
    let answers: AsyncStream<[UInt8]>

    func say(_ bytes: [UInt8]) async throws {
        try await self.channel.writeAndFlush(ByteBuffer(bytes: bytes))
    }

    /// One message and the answer to it; nothing if the card has gone.
    func ask(_ message: [UInt8]) async throws -> [UInt8]? {
        try await self.say([UInt8(message.count >> 8), UInt8(message.count & 0xFF)] + message)
        return await self.answer()
    }

    func answer() async -> [UInt8]? {
        await self.answers.first { _ in true }
    }

    func close() async throws {
        try await self.channel.close()
    }
}
