import Synchronization

/// Those who read the reports a chip sends: the USB/IP server, and the bench's own interface.
final class ReportHub: Sendable {
    private struct State {
        var readers: [UInt64: AsyncStream<[UInt8]>.Continuation] = [:]
        var next: UInt64 = 0
    }

    private let state = Mutex(State())

    /// What a reader can leave lying: a few answers of the longest kind, 129 reports each.
    private static let capacity = 1024

    /// All reports from now on, until the chip is pulled out; who does not take them in time loses the newest.
    ///
    /// `stop` ends the reading earlier.
    func read() -> (reports: AsyncStream<[UInt8]>, stop: @Sendable () -> Void) {
        let (stream, continuation) = AsyncStream.makeStream(
            of: [UInt8].self,
            bufferingPolicy: .bufferingOldest(Self.capacity)
        )
        let number = self.state.withLock { state in
            state.next &+= 1
            state.readers[state.next] = continuation
            return state.next
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.readers.removeValue(forKey: number) }
        }
        return (stream, { continuation.finish() })
    }

    func send(_ report: [UInt8]) {
        for reader in self.state.withLock({ Array($0.readers.values) }) {
            reader.yield(report)
        }
    }

    /// The chip is pulled out.
    func finish() {
        let readers = self.state.withLock { state in
            defer { state.readers = [:] }
            return Array(state.readers.values)
        }
        for reader in readers {
            reader.finish()
        }
    }
}
