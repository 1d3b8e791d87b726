import Bench
import OTPCore
import OTPDevices
import TimeText

/// An event as the data of a server-sent event.
struct EventAnswer: Encodable, Sendable {
    let time: String
    let serialNumber: String?
    var change: String?
    var device: DeviceAnswer?
    var button: String?
    var action: String?
    var display: DisplayAnswer?
    var speech: SpeechAnswer?
    var light: String?
    var message: MessageAnswer?
    var clock: ClockAnswer?
    var lost: UInt64?

    /// The name the event goes by in the stream.
    static func name(of event: BenchEvent) -> String {
        switch event.occurrence {
        case .deviceAdded, .deviceChanged, .deviceRemoved: "device"
        case .button: "button"
        case .frame: "frame"
        case .speech: "speech"
        case .light: "light"
        case .message: "message"
        case .clock: "clock"
        }
    }

    init(_ event: BenchEvent) {
        self.time = RFC3339.text(milliseconds: event.time.milliseconds)
        self.serialNumber = event.serialNumber?.text
        switch event.occurrence {
        case .deviceAdded(let device):
            self.change = "added"
            self.device = DeviceAnswer(device)
        case .deviceChanged(let device):
            self.change = "changed"
            self.device = DeviceAnswer(device)
        case .deviceRemoved:
            self.change = "removed"
        case .button(let button, let stroke):
            self.button = button
            self.action = stroke.rawValue
        case .frame(let display):
            self.display = DisplayAnswer(display)
        case .speech(let speech):
            self.speech = SpeechAnswer(speech)
        case .light(let light):
            self.light = light.rawValue
        case .message(let message):
            self.message = MessageAnswer(message)
        case .clock(let reading):
            self.clock = ClockAnswer(reading)
        }
    }

    /// Some events were missed.
    init(lost: UInt64, at now: Instant) {
        self.time = RFC3339.text(milliseconds: now.milliseconds)
        self.serialNumber = nil
        self.lost = lost
    }
}
