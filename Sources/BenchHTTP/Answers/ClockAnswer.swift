import Bench
import OTPDevices
import TimeText

/// The clock of the bench, as JSON.
struct ClockAnswer: Encodable, Sendable {
    let now: String
    let frozen: Bool
    let offset: String

    init(_ reading: ClockReading) {
        self.now = RFC3339.text(milliseconds: reading.now.milliseconds)
        self.frozen = reading.isFrozen
        self.offset = ISO8601Duration.text(milliseconds: reading.offsetMilliseconds)
    }
}
