public import OTPCore

/// What kind of device it is: how its codes are made, how long they stay, how long its battery lasts.
///
/// Nothing public says these values of the MitID devices except TOTP and six digits; the others are assumed, and a profile is
/// where to change them.
public struct DeviceProfile: Equatable, Sendable {
    /// The display times that make sense, in milliseconds: a tenth of a second to an hour.
    public static let displayTimeRange: ClosedRange<UInt32> = 100...3_600_000

    /// The hash function under its HMAC; RFC 6238, section 1.2.
    public let algorithm: HashAlgorithm

    /// The digits of a code, 6 to 10; RFC 4226, section 5.3.
    public let digits: Int

    /// Time or a counter.
    public let movingFactor: MovingFactor

    /// How long a code stays lit, in milliseconds of true time, whatever the device's own clock does.
    public let displayTimeMilliseconds: UInt32

    /// How often a new battery lights the screen, at least once.
    public let batteryCapacity: UInt32

    /// At or below this level, 0 to 100 percent, the device shows its low-battery sign.
    public let lowBatteryPercent: UInt8

    /// A profile of these values.
    ///
    /// - Throws: ``DeviceProfileError`` naming the first value that is out of its range.
    public init(
        algorithm: HashAlgorithm = .sha1,
        digits: Int = 6,
        movingFactor: MovingFactor = .time(step: 30, epoch: 0),
        displayTimeMilliseconds: UInt32 = 30_000,
        batteryCapacity: UInt32 = 20_000,
        lowBatteryPercent: UInt8 = 10
    ) throws(DeviceProfileError) {
        guard digits >= 6, digits <= 10 else { throw .digitsOutOfRange(digits) }
        if case .time(step: 0, epoch: _) = movingFactor { throw .zeroTimeStep }
        guard DeviceProfile.displayTimeRange.contains(displayTimeMilliseconds) else {
            throw .displayTimeOutOfRange(milliseconds: displayTimeMilliseconds)
        }
        guard batteryCapacity > 0 else { throw .zeroBatteryCapacity }
        guard lowBatteryPercent <= 100 else { throw .lowBatteryOutOfRange(percent: lowBatteryPercent) }
        self.init(
            checkedAlgorithm: algorithm,
            digits: digits,
            movingFactor: movingFactor,
            displayTimeMilliseconds: displayTimeMilliseconds,
            batteryCapacity: batteryCapacity,
            lowBatteryPercent: lowBatteryPercent
        )
    }

    /// For values known to be in range.
    init(
        checkedAlgorithm algorithm: HashAlgorithm,
        digits: Int,
        movingFactor: MovingFactor,
        displayTimeMilliseconds: UInt32 = 30_000,
        batteryCapacity: UInt32 = 20_000,
        lowBatteryPercent: UInt8 = 10
    ) {
        self.algorithm = algorithm
        self.digits = digits
        self.movingFactor = movingFactor
        self.displayTimeMilliseconds = displayTimeMilliseconds
        self.batteryCapacity = batteryCapacity
        self.lowBatteryPercent = lowBatteryPercent
    }
}
