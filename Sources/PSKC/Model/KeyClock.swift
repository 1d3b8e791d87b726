/// What a container says of the time of a device, RFC 6030, section 4.2: *TimeInterval*, *Time* and *TimeDrift*.
///
/// The start point T0 is not among it: *Time* is the number of intervals passed since the start point, and the start
/// point itself is a matter of the algorithm. For TOTP this is the Unix epoch, so that is what every key here counts from.
package struct KeyClock: Equatable, Sendable {
    /// X of RFC 6238, in seconds.
    package var timeStep: UInt32

    /// The time steps the device had counted when the container was written; 0 where nobody looked.
    package var stepsPassed: UInt64

    /// By how many steps the device's clock was off when last seen; negative when it is slow.
    package var drift: Int32

    package init(timeStep: UInt32 = 30, stepsPassed: UInt64 = 0, drift: Int32 = 0) {
        self.timeStep = timeStep
        self.stepsPassed = stepsPassed
        self.drift = drift
    }
}
