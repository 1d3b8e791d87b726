/// How long to wait before the next try: twice as long each time, up to a limit.
package struct Backoff {
    private let first: Duration
    private let limit: Duration
    private var next: Duration

    package init(first: Duration, limit: Duration) {
        self.first = first
        self.limit = limit
        self.next = first
    }

    package mutating func tryFailed() -> Duration {
        defer { self.next = min(self.next * 2, self.limit) }
        return self.next
    }

    package mutating func trySucceeded() {
        self.next = self.first
    }
}
