/// The battery of a device, counted in what it is spent on: lightings of the screen.
///
/// Assumed; what is known of the real ones is "about ten years".
public struct Battery: Equatable, Sendable {
    /// How often a new battery lights the screen, at least once.
    public let capacity: UInt32

    /// How many lightings are left, at most ``capacity``.
    public private(set) var charge: UInt32

    /// At or below this level, 0 to 100 percent, the device shows its low-battery sign.
    public let lowPercent: UInt8

    /// A new battery as the profile describes it.
    public init(for profile: DeviceProfile) {
        self.capacity = profile.batteryCapacity
        self.charge = profile.batteryCapacity
        self.lowPercent = profile.lowBatteryPercent
    }

    /// A battery of that profile, put back as it was saved.
    ///
    /// - Throws: ``DeviceStateError/chargeAboveCapacity(_:)``.
    public init(for profile: DeviceProfile, charge: UInt32) throws(DeviceStateError) {
        guard charge <= profile.batteryCapacity else { throw .chargeAboveCapacity(charge) }
        self.init(for: profile)
        self.charge = charge
    }

    /// What is left in percent, rounded up: 0 only when it is empty.
    public var levelPercent: UInt8 {
        UInt8(truncatingIfNeeded: (UInt64(self.charge) * 100 + UInt64(self.capacity) - 1) / UInt64(self.capacity))
    }

    /// Whether nothing is left: nothing lights any more.
    public var isEmpty: Bool {
        self.charge == 0
    }

    /// Whether the low-battery sign is due.
    public var isLow: Bool {
        self.levelPercent <= self.lowPercent
    }

    /// Sets the level; above 100 percent means full, and above 0 is at least one lighting.
    public mutating func setLevel(percent: UInt8) {
        let lightings = UInt64(self.capacity) * UInt64(min(percent, 100)) / 100
        self.charge = percent == 0 ? 0 : max(1, UInt32(truncatingIfNeeded: lightings))
    }

    /// Takes one lighting out of it; an empty battery stays empty.
    mutating func drawLighting() {
        self.charge = self.isEmpty ? 0 : self.charge &- 1
    }
}
