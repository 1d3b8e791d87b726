import Foundation
import TokenRows

/// Waiting for another process, on threads that serve no requests.
enum Pause {
    /// At start only: no task runs yet that a sleeping thread could hold up.
    static func briefly() {
        Thread.sleep(forTimeInterval: 0.05)
    }

    /// Sleeps before the next attempt to lock the file; false if the client waits no longer.
    ///
    /// SQLite passes only the number of attempts, so that the time is the sum of the pauses. These increase up to 0.1 s.
    static func forLock(tries: Int, _ patience: StorePatience) -> Bool {
        let pauses = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50]
        let slept = pauses.prefix(tries).reduce(0, +) + max(0, tries - pauses.count) * 100
        let begun = ContinuousClock.now - .milliseconds(slept)
        guard !patience.isOver(forArrival: begun) else { return false }
        Thread.sleep(forTimeInterval: Double(tries < pauses.count ? pauses[tries] : 100) / 1000)
        return true
    }
}
