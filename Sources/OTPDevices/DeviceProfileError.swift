/// Why a set of values is no ``DeviceProfile``.
public enum DeviceProfileError: Error, Equatable, Sendable {
    /// Not 6 to 10.
    case digitsOutOfRange(Int)
    /// A time step of 0 seconds.
    case zeroTimeStep
    /// Not within ``DeviceProfile/displayTimeRange``.
    case displayTimeOutOfRange(milliseconds: UInt32)
    /// A battery that never lights anything.
    case zeroBatteryCapacity
    /// Above 100.
    case lowBatteryOutOfRange(percent: UInt8)
}
