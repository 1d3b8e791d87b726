package import OTPDevices

/// What of the bench's clock outlives the process.
package struct StoredClock: Equatable, Sendable {
    package let offsetMilliseconds: Int64
    package let frozenAt: Instant?

    package init(offsetMilliseconds: Int64 = 0, frozenAt: Instant? = nil) {
        self.offsetMilliseconds = offsetMilliseconds
        self.frozenAt = frozenAt
    }
}
