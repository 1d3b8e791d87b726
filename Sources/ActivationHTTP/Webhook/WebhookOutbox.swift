/// The messages that are not delivered yet, in their order: what to do next is asked of it, and what came of it is told.
///
/// It holds so many and no more; a receiver that is away makes it full, and then what is new is dropped and counted.
struct WebhookOutbox {
    enum Action: Equatable {
        case send(WebhookMessage)

        /// The receiver has failed, and is given time.
        case wait(until: ContinuousClock.Instant)

        /// There is nothing to send.
        case rest

        /// There will be nothing to send any more.
        case end
    }

    struct Figures: Equatable, Sendable {
        var delivered: UInt64 = 0
        var failedAttempts: UInt64 = 0
        var dropped: UInt64 = 0
        var waiting = 0
    }

    static let capacity = 10_000

    /// So often a message is sent, over four minutes.
    static let attemptLimit = 10
    static let firstPause = Duration.seconds(1)
    static let longestPause = Duration.seconds(60)

    private var messages: [WebhookMessage] = []
    private var attempts = 0
    private var notBefore: ContinuousClock.Instant?
    private var deadline: ContinuousClock.Instant?
    private var counts = Figures()

    var figures: Figures {
        var figures = self.counts
        figures.waiting = self.messages.count
        return figures
    }

    /// Something has changed; false if the message had to be dropped.
    mutating func changed(_ message: WebhookMessage) -> Bool {
        guard self.messages.count < Self.capacity else {
            self.counts.dropped += 1
            return false
        }
        self.messages.append(message)
        return true
    }

    /// The process is to end: what waits is sent at once, and dropped if it does not get through in time.
    mutating func stopping(by deadline: ContinuousClock.Instant) {
        self.deadline = deadline
        self.notBefore = nil
    }

    mutating func nextAction(at now: ContinuousClock.Instant) -> Action {
        if let deadline = self.deadline, now >= deadline {
            self.counts.dropped += UInt64(self.messages.count)
            self.messages = []
        }
        guard let message = self.messages.first else { return self.deadline == nil ? .rest : .end }
        if let notBefore = self.notBefore, now < notBefore { return .wait(until: notBefore) }
        return .send(message)
    }

    /// The receiver has the message.
    mutating func delivered() {
        self.counts.delivered += 1
        self.forgetFirst()
    }

    /// The receiver could not be reached, or did not want the message; true if this was the last attempt.
    mutating func failed(at now: ContinuousClock.Instant) -> Bool {
        self.counts.failedAttempts += 1
        self.attempts += 1
        guard self.attempts < Self.attemptLimit else {
            self.counts.dropped += 1
            self.forgetFirst()
            return true
        }
        var pause = Self.firstPause
        for _ in 1..<self.attempts { pause = min(pause * 2, Self.longestPause) }
        let notBefore = now + pause
        self.notBefore = self.deadline.map { deadline in min(deadline, notBefore) } ?? notBefore
        return false
    }

    private mutating func forgetFirst() {
        if !self.messages.isEmpty { self.messages.removeFirst() }
        self.attempts = 0
        self.notBefore = nil
    }
}
