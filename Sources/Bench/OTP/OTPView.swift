package import OTPCore
package import OTPDevices

/// A device as everybody may see it: all but its secret.
package struct OTPView: Sendable {
    package let kind: OTPKind
    package let serialNumber: SerialNumber
    package let name: String?
    package let profile: NamedProfile
    package let pressedButtons: [OTPButton]
    package let display: DisplayView
    package let battery: Battery
    /// The device's own clock, and the bench time it was looked at.
    package let clock: RealTimeClock
    package let seenAt: Instant
    /// The counter of the next code; nothing for devices that go by time.
    package let counter: UInt64?
    package let settings: ReaderSettings?
    package let speech: Speech?
    package let faults: OTPFaults
}
