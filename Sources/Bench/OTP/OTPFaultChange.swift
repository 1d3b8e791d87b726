/// What is to be broken, or put right; what is not given stays.
package struct OTPFaultChange: Equatable, Sendable {
    package enum StuckButtonChange: Equatable, Sendable {
        case stuck(OTPFaults.StuckButton)
        case free
    }

    package var batteryPercent: UInt8?
    package var driftPPM: Int32?
    package var offsetMilliseconds: Int64?
    package var isDisplayDead: Bool?
    package var stuckButton: StuckButtonChange?

    package init() {}
}
