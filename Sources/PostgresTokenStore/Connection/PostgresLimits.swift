import Dispatch

/// Limits on the time that a call of libpq may take.
package struct PostgresLimits: Sendable {
    /// The limit of an answer that a client waits for: to the statements of a decision and to its commit.
    ///
    /// It is longer than the server's `lock_timeout` of 3 s, which then ends the statement with a clear error.
    package var answer = Duration.seconds(5)

    /// The limit of an answer that an operator waits for; longer than the server's `statement_timeout` of 60 s.
    package var longAnswer = Duration.seconds(65)

    /// The interval at which a server that takes long is asked on another connection whether it lives.
    package var inquiry = Duration.seconds(5)

    package init() {}

    func wait(for answer: PostgresAnswer) -> PostgresWait {
        switch answer {
        case .short: PostgresWait(deadline: .now + self.answer, inquiry: nil)
        case .long: PostgresWait(deadline: .now + self.longAnswer, inquiry: self.inquiry)
        case .unlimited: PostgresWait(deadline: nil, inquiry: self.inquiry)
        }
    }
}

/// The class of a statement by the time its answer may take.
enum PostgresAnswer: Sendable {
    case short
    case long
    /// No limit while the server lives, for the migration of a large table.
    case unlimited
}

/// The wait for one answer.
struct PostgresWait {
    /// `nil`: no limit.
    let deadline: ContinuousClock.Instant?

    /// The interval at which the server is asked whether it lives; `nil`: never.
    let inquiry: Duration?
}
