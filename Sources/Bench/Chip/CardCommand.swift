/// The one command that a reader may wait for, and its answer.
struct CardCommand: Sendable {
    private enum Outcome: Sendable {
        case none
        case awaited(CheckedContinuation<[UInt8]?, Never>)
        case there([UInt8]?)
    }

    private var outcome = Outcome.none

    /// A command goes out; whoever waited for the one before it gets nothing.
    mutating func begin() {
        if case .awaited(let continuation) = self.outcome {
            continuation.resume(returning: nil)
        }
        self.outcome = .none
    }

    /// The answer; nothing if there will be none.
    mutating func finish(_ answer: [UInt8]?) {
        if case .awaited(let continuation) = self.outcome {
            self.outcome = .none
            continuation.resume(returning: answer)
        } else {
            self.outcome = .there(answer)
        }
    }

    /// Whoever waits is resumed with the answer, at once if it is there.
    mutating func wait(_ continuation: CheckedContinuation<[UInt8]?, Never>) {
        if case .there(let answer) = self.outcome {
            self.outcome = .none
            continuation.resume(returning: answer)
        } else {
            self.begin()
            self.outcome = .awaited(continuation)
        }
    }
}
