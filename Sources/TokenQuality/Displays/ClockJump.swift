/// A jump of a display's clock.
package struct ClockJump: Equatable, Sendable {
    /// The last observation that knew nothing of it, in milliseconds since the Unix epoch.
    package let after: Int64

    /// The first observation behind it.
    package let before: Int64

    /// Bounds of its size, in seconds.
    package let seconds: ClockRange
}
