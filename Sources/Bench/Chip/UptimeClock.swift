package import CTAPHID

/// The time that chips and those who talk to them go by.
///
/// It is the machine's, whatever is done to the clock of the bench: the programs at the other end of a cable have clocks of
/// their own.
package struct UptimeClock: Sendable {
    /// Milliseconds since some moment, never going back.
    package let now: @Sendable () -> Uptime
    /// Waits until a time has come, or until the task is cancelled.
    package let sleep: @Sendable (_ until: Uptime) async throws -> Void

    package init(
        now: @escaping @Sendable () -> Uptime,
        sleep: @escaping @Sendable (_ until: Uptime) async throws -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }

    /// The clock of the machine, from the moment it is asked for.
    package static func machine() -> UptimeClock {
        let start = ContinuousClock.now
        let now: @Sendable () -> Uptime = {
            let passed = start.duration(to: .now).components
            let milliseconds = passed.seconds * 1000 + passed.attoseconds / 1_000_000_000_000_000
            return Uptime(milliseconds: UInt64(clamping: milliseconds))
        }
        return UptimeClock(
            now: now,
            sleep: { until in try await Task.sleep(for: .milliseconds(until.milliseconds(since: now()))) }
        )
    }
}
