import Activation
package import Foundation
import FoundationNetworking
import HTTPService
import LibCrypto
package import Logging
import OTPCore
import ServiceLifecycle
import Synchronization

/// Tells a receiver what has become of devices: one POST for each change, signed, one after the other.
///
/// Whoever decides never waits for it: a change is put into an outbox in memory, and sent by ``run()``. What is not sent when
/// the process dies is lost; the audit trail has it.
package final class Webhook: Service {
    /// How long a receiver may take for one message.
    private static let timeout = Duration.seconds(10)

    /// Default time for the rest after a signal to stop.
    package static let standardDrainTime = Duration.seconds(10)

    private struct State {
        var outbox = WebhookOutbox()
        var sleeper: Task<Void, Never>?
    }

    private let address: URL
    private let secret: WebhookSecret
    private let logger: Logger
    private let drainTime: Duration
    private let session: URLSession
    private let state = Mutex(State())
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    /// - Parameters:
    ///   - address: Where the messages go.
    ///   - secret: What they are signed with.
    ///   - logger: Told of what could not be delivered.
    ///   - drainTime: Time for the rest after a signal to stop.
    package init(
        address: URL,
        secret: WebhookSecret,
        logger: Logger,
        drainTime: Duration = Webhook.standardDrainTime
    ) {
        self.address = address
        self.secret = secret
        self.logger = logger
        self.drainTime = drainTime
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = 10
        configuration.timeoutIntervalForResource = 10
        configuration.httpCookieAcceptPolicy = .never
        self.session = URLSession(configuration: configuration, delegate: RedirectRefusal(), delegateQueue: nil)
        (self.wakes, self.wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// What was delivered, and what was not.
    var figures: WebhookOutbox.Figures { self.state.withLock { state in state.outbox.figures } }

    /// Takes a change to be told; returns at once.
    package func notify(_ change: DeviceChange) {
        guard let bytes = try? RandomBytes.array(count: 16) else { return }
        let id = bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        let message = WebhookMessage(change, id: "msg_" + id)
        let isTaken = self.state.withLock { state in state.outbox.changed(message) }
        if isTaken { self.wake.yield() } else { self.complain("notification dropped", of: message, "too many wait") }
    }

    /// Sends until a signal to stop, and then the rest within the drain time.
    package func run() async {
        await withGracefulShutdownHandler {
            await self.work()
        } onGracefulShutdown: {
            self.stop()
        }
        self.session.invalidateAndCancel()
    }

    /// Sends what waits, for the drain time at the most, in a process that does not go on; how many messages were not delivered.
    package func drain() async -> UInt64 {
        self.stop()
        await self.work()
        self.session.invalidateAndCancel()
        return self.figures.dropped
    }

    private func stop() {
        self.state.withLock { state in
            state.outbox.stopping(by: .now + self.drainTime)
            state.sleeper?.cancel()
        }
        self.wake.yield()
    }

    private func work() async {
        var wakes = self.wakes.makeAsyncIterator()
        while !Task.isCancelled {
            switch self.state.withLock({ state in state.outbox.nextAction(at: .now) }) {
            case .send(let message): await self.send(message)
            case .wait(let time): await self.sleep(until: time)
            case .rest: await wakes.next()
            case .end:
                let dropped = self.figures.dropped
                if dropped > 0 { self.logger.warning("notifications dropped", metadata: ["count": "\(dropped)"]) }
                return
            }
        }
    }

    private func sleep(until time: ContinuousClock.Instant) async {
        let sleeper = Task<Void, Never> { try? await Task.sleep(until: time, clock: .continuous) }
        self.state.withLock { state in state.sleeper = sleeper }
        // Told to stop a moment before: it must not sleep on.
        if case .wait = self.state.withLock({ state in state.outbox.nextAction(at: .now) }) {} else { sleeper.cancel() }
        await withTaskCancellationHandler {
            await sleeper.value
        } onCancel: {
            sleeper.cancel()
        }
    }

    private func send(_ message: WebhookMessage) async {
        let failure = await self.failure(of: message)
        guard let failure else {
            self.state.withLock { state in state.outbox.delivered() }
            return
        }
        let isLast = self.state.withLock { state in state.outbox.failed(at: .now) }
        self.complain(isLast ? "notification dropped" : "notification not delivered", of: message, failure)
    }

    /// Why the receiver does not have the message; nil if it has.
    private func failure(of message: WebhookMessage) async -> String? {
        let seconds = Int64(Date().timeIntervalSince1970)
        var request = URLRequest(url: self.address)
        request.httpMethod = "POST"
        request.httpBody = Data(message.body)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.setValue("mitid-activation", forHTTPHeaderField: "User-Agent")
        request.setValue(message.id, forHTTPHeaderField: "webhook-id")
        request.setValue("\(seconds)", forHTTPHeaderField: "webhook-timestamp")
        do {
            let signature = try self.secret.bytes.withBytes { secret throws(LibCryptoFailure) in
                try message.signature(at: seconds, secret: secret)
            }
            request.setValue(signature, forHTTPHeaderField: "webhook-signature")
            let (_, response) = try await self.session.data(for: request)
            guard let status = (response as? HTTPURLResponse)?.statusCode else { return "no answer" }
            return (200..<300).contains(status) ? nil : "answered with \(status)"
        } catch let error as URLError {
            return "not reached (\(error.code.rawValue))"
        } catch {
            return "not sent"
        }
    }

    private func complain(_ text: Logger.Message, of message: WebhookMessage, _ reason: String) {
        self.logger.warning(
            text,
            metadata: [
                "notification": "\(message.id)", "change": "\(message.change.kind.rawValue)",
                "device": "\(message.change.device.name)", "reason": "\(reason)",
            ]
        )
    }
}

/// A signed message goes where the operator has said and nowhere else.
private final class RedirectRefusal: NSObject, URLSessionTaskDelegate {
    func urlSession(
        _: URLSession,
        task _: URLSessionTask,
        willPerformHTTPRedirection _: HTTPURLResponse,
        newRequest _: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }
}
