import HTTPTypes
package import Hummingbird

/// Reads every request body before its handler runs, up to a limit of bytes and of time.
///
/// It stands behind the check of tokens: what nobody may send is not kept in memory.
///
/// So no handler ever waits for a slow sender, and no connection is left in the middle of a request. A body a little
/// over the limit is read to its end and dropped, because many clients only look at the answer after they have sent
/// everything; a body far over it ends the connection.
package struct BodyLimitMiddleware<Context: RequestContext>: RouterMiddleware {
    let limit: @Sendable (Request) -> BodyLimit
    private let watch = BodyWatch()

    package init(limit: @escaping @Sendable (Request) -> BodyLimit = { _ in .bytes(BodyLimit.usual) }) {
        self.limit = limit
    }

    package func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.announcesBody else { return try await next(request, context) }
        guard case .bytes(let limit) = self.limit(request) else {
            request.invitesBody()
            return try await next(request, context)
        }
        // Nobody reads past so much; the sender is told before it has sent it.
        guard (request.announcedLength ?? 0) <= limit + BodyLimit.dropped else {
            throw Problem.bodyTooLarge(limit: limit, closesConnection: true)
        }
        request.invitesBody()
        var request = request
        request.body = RequestBody(buffer: try await Self.read(request.body, limit: limit, self.watch))
        return try await next(request, context)
    }

    private static func read(
        _ body: RequestBody,
        limit: Int,
        _ watch: BodyWatch
    ) async throws(Problem) -> ByteBuffer {
        let outcome = await watch.read { await Self.readToEnd(body, limit: limit) }
        switch outcome {
        case .whole(let buffer):
            return buffer
        case .tooLarge(let ended):
            throw .bodyTooLarge(limit: limit, closesConnection: !ended)
        case nil:
            throw Problem(
                "body-too-slow",
                status: .requestTimeout,
                title: "The body did not come in time",
                detail: "The body of a request must arrive within \(BodyLimit.patience.components.seconds) seconds.",
                closesConnection: true
            )
        case .broken:
            throw .malformed("The body does not end as its headers say.")
        }
    }

    private static func readToEnd(_ body: RequestBody, limit: Int) async -> ReadOutcome {
        var whole = ByteBuffer()
        var count = 0
        do {
            for try await part in body {
                count += part.readableBytes
                if count <= limit {
                    whole.writeImmutableBuffer(part)
                } else {
                    whole.clear()
                    guard count <= limit + BodyLimit.dropped else { return .tooLarge(ended: false) }
                }
            }
        } catch {
            return .broken
        }
        return count <= limit ? .whole(whole) : .tooLarge(ended: true)
    }

    private enum ReadOutcome: Sendable {
        case whole(ByteBuffer)
        case tooLarge(ended: Bool)
        case broken
    }
}

extension Request {
    /// Whether a body follows the head, RFC 9112, section 6.
    fileprivate var announcesBody: Bool {
        if let length = self.headers[.contentLength] {
            return length != "0"
        }
        return self.headers[.transferEncoding] != nil
    }

    /// The length of the body, if the head tells it.
    fileprivate var announcedLength: Int? { self.headers[.contentLength].flatMap { Int($0) } }
}
