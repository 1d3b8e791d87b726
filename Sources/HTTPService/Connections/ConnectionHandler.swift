import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1

/// Guards one connection, between the HTTP parser and the router.
///
/// It checks each request head, answers what is no HTTP with a problem document, keeps the times of ``HTTPLimits``, and ends the
/// connection so that the client can read the last response: the output first, the rest after the client has gone.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// A request whose response is not written to its end.
    private struct OpenRequest {
        let isHTTP10: Bool
        var isLast: Bool
    }

    private enum Phase {
        case serving
        /// A problem waits for the responses before it; nothing more is read.
        case refusing(Problem)
        /// The last response is written; what comes in is dropped.
        case closing
    }

    private let table: ConnectionTable
    private let limits: HTTPLimits
    private let logger: Logger
    private var id: ConnectionTable.ID?
    private var phase = Phase.serving
    private var requests = CircularBuffer<OpenRequest>()
    /// Whether the end of the latest request is still to come.
    private var isReading = false
    private var expectsContinue = false
    /// Number of body bytes that were read and dropped.
    private var dropped = 0
    private var firstRequestTimer: Scheduled<Void>?
    private var unreadResponseTimer: Scheduled<Void>?
    private var closingTimer: Scheduled<Void>?

    /// Timeout for the client to close the connection after the last response.
    private static let closingTime = TimeAmount.seconds(2)

    init(table: ConnectionTable, limits: HTTPLimits, logger: Logger) {
        self.table = table
        self.limits = limits
        self.logger = logger
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { self.begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        self.begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.end()
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard self.id == nil else { return }
        guard let id = self.table.add(context.channel) else {
            self.phase = .closing
            context.close(promise: nil)
            return
        }
        self.id = id
        self.firstRequestTimer = self.schedule(context, after: TimeAmount(self.limits.firstRequest)) { context in
            context.close(promise: nil)
        }
    }

    private func end() {
        if let id = self.id { self.table.remove(id) }
        self.id = nil
        for timer in [self.firstRequestTimer, self.unreadResponseTimer, self.closingTimer] { timer?.cancel() }
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .serving = self.phase else {
            self.drop(self.unwrapInboundIn(data), context)
            return
        }
        switch self.unwrapInboundIn(data) {
        case .head(let head):
            self.firstRequestTimer?.cancel()
            if let id = self.id { self.table.note(id, hasRequest: true) }
            do {
                let checked = try RequestHead(checking: head)
                self.requests.append(OpenRequest(isHTTP10: checked.isHTTP10, isLast: checked.isLast))
                self.isReading = true
                self.expectsContinue = checked.expectsContinue
                context.fireChannelRead(self.wrapInboundOut(.head(checked.head)))
            } catch {
                self.refuse(error, withBody: head.method != .HEAD, context)
            }
        case .body(let bytes):
            self.expectsContinue = false
            if self.requests.isEmpty, !self.drop(.body(bytes), context) { return }
            context.fireChannelRead(data)
        case .end:
            self.isReading = false
            self.expectsContinue = false
            if self.requests.isEmpty { self.rest() }
            context.fireChannelRead(data)
        }
    }

    /// Drops what follows the last response; whether the connection is still open, which it is not for ever.
    @discardableResult
    private func drop(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) -> Bool {
        guard case .body(let bytes) = part else { return true }
        self.dropped += bytes.readableBytes
        guard self.dropped > BodyLimit.dropped else { return true }
        self.close(context)
        return false
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let parserError = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        switch self.phase {
        case .serving where self.isReading && !self.requests.isEmpty:
            // Whatever reads the body answers.
            context.fireErrorCaught(error)
        case .serving where self.isReading:
            self.close(context)
        case .serving:
            self.refuse(Problem(parserError), withBody: true, context)
        case .refusing, .closing:
            break
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .closing = self.phase, case ChannelEvent.inputClosed? = event as? ChannelEvent {
            return context.close(promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// The connection waits for a request.
    private func rest() {
        self.closingTimer?.cancel()
        self.dropped = 0
        if let id = self.id { self.table.note(id, hasRequest: false) }
    }

    // MARK: Responses

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is HTTPConnection.ContinueEvent else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        promise?.succeed()
        guard self.expectsContinue else { return }
        self.expectsContinue = false
        let head = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(self.wrapOutboundOut(.head(head)), promise: nil)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard let request = self.requests.first else {
            // A second response to one request, which the server behind makes of an error in what it reads past.
            promise?.succeed()
            return
        }
        switch self.unwrapOutboundIn(data) {
        case .head(var head) where head.status.code >= 200:
            let isUninvited = self.expectsContinue && self.requests.count == 1
            let isLast = request.isLast || isUninvited || !head.isKeepAlive || self.table.isDraining
            self.requests[self.requests.startIndex].isLast = isLast
            if request.isHTTP10 { head.version = .http1_0 }
            if isLast { head.headers.replaceOrAdd(name: "Connection", value: "close") }
            context.write(self.wrapOutboundOut(.head(head)), promise: promise)
        case .head, .body:
            context.write(data, promise: promise)
        case .end:
            self.requests.removeFirst()
            if request.isLast {
                self.finish(context, with: data, promise)
            } else {
                context.write(data, promise: promise)
                if self.requests.isEmpty { self.responsesEnded(context) }
            }
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        self.unreadResponseTimer?.cancel()
        if !context.channel.isWritable {
            let time = self.limits.unreadResponse
            self.unreadResponseTimer = self.schedule(context, after: TimeAmount(time)) { [logger] context in
                logger.notice("connection closed", metadata: ["reason": "response not read", "seconds": "\(time)"])
                context.close(promise: nil)
            }
        }
        context.fireChannelWritabilityChanged()
    }

    private func responsesEnded(_ context: ChannelHandlerContext) {
        if case .refusing(let problem) = self.phase {
            self.send(problem, withBody: true, context)
        } else if self.isReading {
            // Many clients look at the response only after they have sent everything.
            self.closingTimer = self.schedule(context, after: TimeAmount(BodyLimit.patience)) { [self] context in
                self.close(context)
            }
        } else {
            self.rest()
        }
    }

    // MARK: Ends

    private func refuse(_ problem: Problem, withBody: Bool, _ context: ChannelHandlerContext) {
        if self.requests.isEmpty {
            self.send(problem, withBody: withBody, context)
        } else {
            self.phase = .refusing(problem)
        }
    }

    private func send(_ problem: Problem, withBody: Bool, _ context: ChannelHandlerContext) {
        let (head, body) = problem.lastResponse
        context.write(self.wrapOutboundOut(.head(head)), promise: nil)
        if withBody { context.write(self.wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
        self.finish(context, with: self.wrapOutboundOut(.end(nil)), nil)
    }

    /// Writes the end of the last response, and ends the connection once that is with the client.
    ///
    /// A connection that is closed with unread bytes in it is reset, RFC 9112, section 9.6, and the client may never see the
    /// response.
    private func finish(_ context: ChannelHandlerContext, with end: NIOAny, _ promise: EventLoopPromise<Void>?) {
        self.phase = .closing
        let written = promise ?? context.eventLoop.makePromise()
        context.writeAndFlush(end, promise: written)
        written.futureResult.assumeIsolated().whenComplete { [self] _ in
            guard context.channel.isActive else { return }
            context.close(mode: .output, promise: nil)
            self.closingTimer = self.schedule(context, after: Self.closingTime) { context in
                context.close(promise: nil)
            }
        }
    }

    private func close(_ context: ChannelHandlerContext) {
        self.phase = .closing
        context.close(promise: nil)
    }

    private func schedule(
        _ context: ChannelHandlerContext,
        after time: TimeAmount,
        _ body: @escaping (ChannelHandlerContext) -> Void
    ) -> Scheduled<Void> {
        let box = NIOLoopBound((context, body), eventLoop: context.eventLoop)
        return context.eventLoop.scheduleTask(in: time) {
            let (context, body) = box.value
            body(context)
        }
    }
}

@available(*, unavailable)
extension ConnectionHandler: Sendable {}

extension Problem {
    /// The problem as a response that is written below the router.
    fileprivate var lastResponse: (head: HTTPResponseHead, body: ByteBuffer) {
        let body = ByteBuffer(bytes: JSONText.encode(ProblemDocument(problem: self)))
        var headers = HTTPHeaders([
            ("Content-Type", "application/problem+json"),
            ("Content-Length", "\(body.readableBytes)"),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Connection", "close"),
        ])
        for field in self.headers { headers.replaceOrAdd(name: field.name.rawName, value: field.value) }
        let status = HTTPResponseStatus(statusCode: self.status.code, reasonPhrase: self.status.reasonPhrase)
        return (HTTPResponseHead(version: .http1_1, status: status, headers: headers), body)
    }
}
