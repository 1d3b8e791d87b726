package import OTPCore
package import OTPDevices

/// Something that happened on the bench.
package struct BenchEvent: Sendable {
    package enum DeviceChange: String, Sendable {
        case added
        case removed
        case changed
    }

    package enum Stroke: String, Sendable {
        case pressed
        case released
    }

    package enum Occurrence: Sendable {
        case deviceAdded(DeviceView)
        case deviceChanged(DeviceView)
        case deviceRemoved
        /// A button by its name, and what a finger did to it.
        case button(String, Stroke)
        case frame(DisplayView)
        case speech(Speech)
        case light(ChipLight)
        case message(ChipMessage)
        case clock(ClockReading)
    }

    /// The bench time it happened at.
    package let time: Instant
    /// The device it happened to; nothing for the bench itself.
    package let serialNumber: SerialNumber?
    package let occurrence: Occurrence

    package init(time: Instant, serialNumber: SerialNumber?, occurrence: Occurrence) {
        self.time = time
        self.serialNumber = serialNumber
        self.occurrence = occurrence
    }
}
