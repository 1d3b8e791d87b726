/// Values of *Data*, RFC 6030, section 4.2, that the algorithm of a key has no use for: a time beside a counter, or a counter
/// beside a time.
package struct UnusedKeyData: Equatable, Sendable {
    package var counter: UInt64?

    /// *Time*: time steps since the start point.
    package var stepsPassed: UInt64?

    /// *TimeInterval*, in seconds.
    package var timeStep: UInt32?

    /// *TimeDrift*, in time steps.
    package var drift: Int32?

    package init() {}
}
