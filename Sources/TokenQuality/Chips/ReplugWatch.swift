/// Taking a token out and putting it back at the same place, step by step.
///
/// A value without I/O: report what is seen at the place, and perform the step. Times are milliseconds of any clock.
package struct ReplugWatch: Equatable, Sendable {
    /// The longest absence, and the longest time from the return to a reset; CTAP 2.1, section 6.6.
    package static let window: UInt64 = 10_000

    /// The longest wait for a hand.
    package static let patience: UInt64 = 60_000

    /// The sight at the token's place.
    package enum Sight: Equatable, Sendable {
        /// The token as it was at the beginning.
        case same
        case absent
        /// A token that was plugged in anew.
        case anew
    }

    package enum Step: Equatable, Sendable {
        case look
        /// The token is back. Final.
        case returned
        /// Final.
        case failed(Fault)
    }

    package enum Fault: Error, Equatable, Sendable {
        case notTakenOut
        case notPutBack
    }

    private enum State: Equatable {
        case awaitingRemoval
        case awaitingReturn(since: UInt64)
        case returned(at: UInt64)
        case failed(Fault)
    }

    private let begunAt: UInt64
    private var state = State.awaitingRemoval

    package init(at now: UInt64) {
        self.begunAt = now
    }

    /// Takes a look at the place.
    package mutating func seen(_ sight: Sight, at now: UInt64) -> Step {
        switch (self.state, sight) {
        case (.awaitingRemoval, .same):
            if Self.time(from: self.begunAt, to: now) > Self.patience { self.state = .failed(.notTakenOut) }
        case (.awaitingRemoval, .absent):
            self.state = .awaitingReturn(since: now)
        case (.awaitingRemoval, .anew):
            // Out and back between two looks.
            self.state = .returned(at: now)
        case (.awaitingReturn(let since), .absent):
            if Self.time(from: since, to: now) > Self.window { self.state = .failed(.notPutBack) }
        case (.awaitingReturn(let since), .same), (.awaitingReturn(let since), .anew):
            self.state = Self.time(from: since, to: now) > Self.window ? .failed(.notPutBack) : .returned(at: now)
        case (.returned, _), (.failed, _): break
        }
        switch self.state {
        case .awaitingRemoval, .awaitingReturn: return .look
        case .returned: return .returned
        case .failed(let fault): return .failed(fault)
        }
    }

    /// Whether a reset is still inside its time; never before the token is back.
    package func mayReset(at now: UInt64) -> Bool {
        guard case .returned(let time) = self.state, now >= time else { return false }
        return now - time < Self.window
    }

    private static func time(from start: UInt64, to now: UInt64) -> UInt64 { now < start ? 0 : now - start }
}

extension ReplugWatch.Fault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notTakenOut: "the token was not taken out within a minute"
        case .notPutBack: "the token was not put back at the same place within 10 seconds"
        }
    }
}
