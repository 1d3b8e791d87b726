import Foundation
package import Hummingbird

extension Request {
    /// Reads the body as one JSON value.
    ///
    /// A member that is missing, wrong or unknown is named with its place in the body. What the client sends as
    /// `Content-Type` is not looked at, so that `curl -d` works. Where a request may come without a body, `empty` is
    /// what it means then.
    package func decodeJSON<Value: Decodable>(
        _ type: Value.Type = Value.self,
        upTo limit: Int = BodyLimit.usual,
        orWhenEmpty empty: Value? = nil
    ) async throws(Problem) -> Value {
        let buffer: ByteBuffer
        do {
            buffer = try await self.body.collect(upTo: limit)
        } catch {
            throw .bodyTooLarge(limit: limit)
        }
        if buffer.readableBytes == 0, let empty {
            return empty
        }
        guard buffer.readableBytes > 0 else {
            throw .invalidJSON("The body is empty; it must hold one JSON value.")
        }
        return try JSONText.decode(type, from: Data(buffer.readableBytesView))
    }
}
