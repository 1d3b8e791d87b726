import Foundation
import Glibc

/// The time of a session: the host's clock, or what the operator's lines say.
struct SampleClock {
    /// With `--clock input` each line of the operator begins with its time; for tests with displays whose time is not ours.
    let isFromInput: Bool

    private var lastTime: Int64 = 0

    init(isFromInput: Bool) {
        self.isFromInput = isFromInput
    }

    /// Milliseconds since the Unix epoch.
    var now: Int64 {
        guard !self.isFromInput else { return self.lastTime }
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Waits until a time has come, also if the clock is set meanwhile; with `--clock input` it has come at once.
    mutating func wait(until milliseconds: Int64) {
        guard !self.isFromInput else {
            self.lastTime = max(self.lastTime, milliseconds)
            return
        }
        var time = timespec(tv_sec: Int(milliseconds / 1000), tv_nsec: Int(milliseconds % 1000) * 1_000_000)
        while unsafe clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &time, nil) == EINTR {}
    }

    /// Takes the time of an operator's line; times never go back.
    mutating func set(to milliseconds: Int64) {
        self.lastTime = max(self.lastTime, milliseconds)
    }
}
