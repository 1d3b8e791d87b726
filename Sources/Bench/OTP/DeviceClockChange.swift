/// What is to be done to a device's own clock; what is not given stays.
package struct DeviceClockChange: Equatable, Sendable {
    package var clock: ClockChange
    /// How far it is to be ahead of the bench, in milliseconds.
    package var offsetMilliseconds: Int64?
    package var driftPPM: Int32?

    package init(clock: ClockChange = ClockChange(), offsetMilliseconds: Int64? = nil, driftPPM: Int32? = nil) {
        self.clock = clock
        self.offsetMilliseconds = offsetMilliseconds
        self.driftPPM = driftPPM
    }
}
