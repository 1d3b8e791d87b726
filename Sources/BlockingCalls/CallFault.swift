/// Error of a call on a ``BlockingThread``: its own, or none because the call was given up.
package enum CallFault<Failure: CallFailure>: Error, Equatable, Sendable {
    /// The library has reported an error.
    case failed(Failure)

    /// The time was over, or the task was cancelled.
    case givenUp(GivenUp)
}

/// Error of a library whose calls block.
package protocol CallFailure: Error, Equatable, CustomStringConvertible {
    /// The sentence for a call that has not returned in time, without the time.
    static var timeoutSentence: String { get }

    /// A hint for such a call, if there is one.
    static var timeoutHint: String { get }
}

extension CallFault: CustomStringConvertible {
    /// The cause, and advice.
    package var description: String {
        switch self {
        case .failed(let failure): failure.description
        case .givenUp(.timedOut(let time)): "\(Failure.timeoutSentence) in \(time)\(Failure.timeoutHint)"
        case .givenUp(.cancelled): "cancelled"
        case .givenUp(.ended): "the connection is closed"
        }
    }
}

/// Reason why a call on a ``BlockingThread`` has no result.
package enum GivenUp: Error, Equatable, Sendable {
    /// The time was over; the call itself may still be under way.
    case timedOut(after: Duration)

    /// The task was cancelled.
    case cancelled

    /// The thread had ended before.
    case ended
}

extension BlockingThread {
    /// Runs a call that may fail on the thread.
    ///
    /// - Parameters:
    ///   - time: How long the caller waits, also for its turn.
    ///   - body: The call.
    /// - Returns: What it returned.
    /// - Throws: ``CallFault``.
    package func call<Result: Sendable, Failure: CallFailure>(
        within time: Duration,
        _ body: @escaping @Sendable () throws(Failure) -> Result
    ) async throws(CallFault<Failure>) -> Result {
        let outcome: Swift.Result<Result, Failure>
        do throws(GivenUp) {
            outcome = try await self.run(within: time) { () -> Swift.Result<Result, Failure> in
                do throws(Failure) {
                    return .success(try body())
                } catch {
                    return .failure(error)
                }
            }
        } catch {
            throw .givenUp(error)
        }
        do throws(Failure) {
            return try outcome.get()
        } catch {
            throw .failed(error)
        }
    }
}
