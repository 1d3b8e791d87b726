import Testing
import VPCD

@Suite struct BackoffTests {
    @Test func eachFailureDoublesTheWaitUpToTheLimit() {
        var backoff = Backoff(first: .milliseconds(20), limit: .milliseconds(100))
        #expect((1...5).map { _ in backoff.tryFailed() } == [20, 40, 80, 100, 100].map(Duration.milliseconds))
    }

    @Test func aSuccessBeginsAgain() {
        var backoff = Backoff(first: .milliseconds(20), limit: .seconds(1))
        _ = backoff.tryFailed()
        _ = backoff.tryFailed()
        backoff.trySucceeded()
        #expect(backoff.tryFailed() == .milliseconds(20))
    }

    @Test func noNumberOfFailuresOverflows() {
        var backoff = Backoff(first: .milliseconds(20), limit: .seconds(1))
        for _ in 0..<10_000 {
            #expect(backoff.tryFailed() <= .seconds(1))
        }
    }
}
