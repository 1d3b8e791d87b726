import Synchronization

/// Which bodies are being read, and by when each must be whole: one timer for all of them, for a timer of its own would cost
/// a request more than reading a small body does.
package final class BodyWatch: Sendable {
    private struct Reads {
        var next: UInt64 = 0
        var underWay: [UInt64: (deadline: ContinuousClock.Instant, cancel: @Sendable () -> Void)] = [:]
        var isWatched = false
    }

    private let patience: Duration
    private let interval: Duration
    private let reads = Mutex(Reads())

    /// - Parameters:
    ///   - patience: How long a body may take to arrive.
    ///   - interval: How often that is looked at; a body may be late by as much.
    package init(patience: Duration = BodyLimit.patience, interval: Duration = .seconds(1)) {
        self.patience = patience
        self.interval = interval
    }

    /// Reads a body; nil if it was not whole in time.
    package func read<Outcome: Sendable>(
        _ body: @escaping @Sendable () async -> Outcome
    ) async -> Outcome? {
        let reading = Task { await body() }
        let number = self.begin { reading.cancel() }
        let outcome = await withTaskCancellationHandler {
            await reading.value
        } onCancel: {
            reading.cancel()
        }
        return self.end(number) ? outcome : nil
    }

    private func begin(_ cancel: @escaping @Sendable () -> Void) -> UInt64 {
        let (number, isFirst) = self.reads.withLock { reads in
            reads.next &+= 1
            reads.underWay[reads.next] = (ContinuousClock.now + self.patience, cancel)
            defer { reads.isWatched = true }
            return (reads.next, !reads.isWatched)
        }
        if isFirst { Task { await self.watch() } }
        return number
    }

    /// Whether it was in time.
    private func end(_ number: UInt64) -> Bool {
        self.reads.withLock { $0.underWay.removeValue(forKey: number) != nil }
    }

    /// Goes on as long as anything is being read.
    private func watch() async {
        var goesOn = true
        while goesOn {
            try? await Task.sleep(for: self.interval)
            let now = ContinuousClock.now
            let late = self.reads.withLock { reads in
                let late = reads.underWay.filter { $0.value.deadline <= now }
                for number in late.keys { reads.underWay[number] = nil }
                goesOn = !reads.underWay.isEmpty
                reads.isWatched = goesOn
                return late
            }
            for read in late.values { read.cancel() }
        }
    }
}
