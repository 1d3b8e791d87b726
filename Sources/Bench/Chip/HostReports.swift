import Synchronization

/// How many reports of a USB host have come, and how many of them the chip has taken.
///
/// The chip takes them one at a time, perhaps late on a busy machine. No message is given up while reports that have come wait.
final class HostReports: Sendable {
    private struct State {
        var arrived: UInt64 = 0
        var taken: UInt64 = 0
        var waiting: [(number: UInt64, continuation: CheckedContinuation<Void, Never>)] = []

        mutating func takeWaiting() -> [CheckedContinuation<Void, Never>] {
            let ready = self.waiting.filter { $0.number <= self.taken }.map(\.continuation)
            self.waiting.removeAll { $0.number <= self.taken }
            return ready
        }
    }

    private let state = Mutex(State())

    /// A report has come; the chip takes it in its turn.
    func reportArrived() {
        self.state.withLock { $0.arrived += 1 }
    }

    /// The chip has taken the oldest report.
    func reportTaken() {
        self.resume { $0.taken = min($0.taken + 1, $0.arrived) }
    }

    /// The host is gone: nothing of it will be taken any more.
    func forget() {
        self.resume { $0.taken = $0.arrived }
    }

    /// Returns when all reports that have come so far are taken.
    func allTaken() async {
        await withCheckedContinuation { continuation in
            self.resume { $0.waiting.append(($0.arrived, continuation)) }
        }
    }

    private func resume(_ change: (inout State) -> Void) {
        let ready = self.state.withLock { state in
            change(&state)
            return state.takeWaiting()
        }
        for continuation in ready { continuation.resume() }
    }
}
