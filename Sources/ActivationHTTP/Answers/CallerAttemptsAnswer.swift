package import Activation
import TimeText

/// A caller whose wrong tries an operator has forgotten, and until when it would have had to wait.
package struct CallerAttemptsAnswer: Encodable, Sendable {
    package let caller: String
    package let wasThrottledUntil: String?

    package init(_ before: CallerRecord, at time: UnixTime, _ throttles: ThrottlePolicy) {
        self.caller = before.id.text
        self.wasThrottledUntil = before.throttledUntil(at: time, throttles).map { until in
            RFC3339.text(milliseconds: until.milliseconds)
        }
    }
}
