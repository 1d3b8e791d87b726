package import OTPDevices

/// What the clock of the bench says.
package struct ClockReading: Equatable, Sendable {
    package let now: Instant
    package let isFrozen: Bool
    /// How far the bench is ahead of the machine it runs on, in milliseconds.
    package let offsetMilliseconds: Int64
}
