import Dispatch

/// Does file work one piece after another on a thread of its own, so that waiting for a disk keeps no device waiting.
actor StateWriter {
    /// Runs the jobs of one actor on a queue.
    private final class Executor: SerialExecutor {
        private let queue = DispatchQueue(label: "mitid-bench.state")

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            self.queue.async {
                unsafe job.runSynchronously(on: self.asUnownedSerialExecutor())
            }
        }
    }

    private let executor = Executor()

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe self.executor.asUnownedSerialExecutor()
    }

    func perform<Result: Sendable>(_ work: @Sendable () throws(StoreError) -> Result) throws(StoreError) -> Result {
        try work()
    }
}
