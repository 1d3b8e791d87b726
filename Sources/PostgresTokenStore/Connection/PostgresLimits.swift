import Dispatch

/// Limits on the time that a call of libpq may take.
package struct PostgresLimits: Sendable {
    /// An answer that a client waits for: to the statements of a decision, and to its commit.
    ///
    /// A server gives a lock up earlier, after 3 s, and says so.
    package var answer = Duration.seconds(5)

    /// An answer that an operator waits for; a server gives a statement up earlier, after 60 s.
    package var longAnswer = Duration.seconds(65)

    /// How often a server that takes long is asked whether it is still alive, by another connection.
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

/// How long the answer to a statement may take.
enum PostgresAnswer: Sendable {
    case short
    case long
    /// As long as the server lives: a migration of a large table.
    case unlimited
}

/// The wait for one answer.
struct PostgresWait {
    /// Nil: without a limit.
    let deadline: ContinuousClock.Instant?

    /// How often the server is asked meanwhile whether it lives; nil: never.
    let inquiry: Duration?
}
