/// One thread for imports over HTTP, apart from those that serve requests.
///
/// Reading a container is long computing, and making its key of a password takes seconds on purpose. All of it happens here, so
/// that a verification never waits for it. Imports take turns whenever one of them waits for bytes or for the store.
final class ImportThread: TaskExecutor {
    private let threads = WorkThreads(name: "imports", count: 1)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        self.threads.run { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
