import OTPCore

extension TOTP {
    /// The length of a time step.
    var length: Milliseconds { .seconds(Int64(self.timeStep)) }

    /// When a time step begins by the device's clock.
    func start(of step: UInt64) -> UnixTime {
        UnixTime(seconds: self.epoch) + self.length * Int64(clamping: step)
    }

    /// The time step of a moment by the device's clock; nil before the epoch.
    func step(at time: UnixTime) -> UInt64? {
        try? self.step(at: time.seconds)
    }
}
