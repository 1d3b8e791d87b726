import Bench
import OTPCore
import OTPDevices
import TimeText

/// A code display or reader as JSON.
struct OTPAnswer: Encodable, Sendable {
    struct BatteryPart: Encodable {
        let levelPercent: UInt8
        let low: Bool
        let empty: Bool
    }

    struct ClockPart: Encodable {
        let now: String
        let offset: String
        let driftPPM: Int32
        let frozen: Bool
    }

    struct SettingsPart: Encodable {
        let volume: UInt8
        let speed: UInt8
        let language: String
    }

    struct StuckPart: Encodable {
        let button: String
        let position: String
    }

    struct FaultsPart: Encodable {
        let deadDisplay: Bool
        let stuckButton: StuckPart?
    }

    let kind: String
    let serialNumber: String
    let name: String?
    let profile: ProfileDocument
    let buttons: [String]
    let pressedButtons: [String]
    let display: DisplayAnswer
    let battery: BatteryPart
    let clock: ClockPart
    let counter: UInt64?
    let settings: SettingsPart?
    let speech: SpeechAnswer?
    let faults: FaultsPart
    /// Only in the answer to the request that made the device.
    let secretHex: String?

    init(_ device: OTPView, secret: [UInt8]? = nil) {
        self.kind = device.kind.rawValue
        self.serialNumber = device.serialNumber.text
        self.name = device.name
        self.profile = ProfileDocument(device.profile)
        self.buttons = device.kind.buttons.map(\.name)
        self.pressedButtons = device.pressedButtons.map(\.name)
        self.display = DisplayAnswer(device.display)
        self.battery = BatteryPart(
            levelPercent: device.battery.levelPercent,
            low: device.battery.isLow,
            empty: device.battery.isEmpty
        )
        self.clock = ClockPart(
            now: RFC3339.text(milliseconds: device.clock.reading(at: device.seenAt).milliseconds),
            offset: ISO8601Duration.text(milliseconds: device.clock.offset(at: device.seenAt)),
            driftPPM: device.clock.driftPPM,
            frozen: device.clock.isFrozen
        )
        self.counter = device.counter
        self.settings = device.settings.map {
            SettingsPart(volume: $0.volume, speed: $0.speed, language: "\($0.language.tag)")
        }
        self.speech = device.speech.map { SpeechAnswer($0) }
        self.faults = FaultsPart(
            deadDisplay: device.faults.isDisplayDead,
            stuckButton: device.faults.stuckButton.map {
                StuckPart(button: $0.button.name, position: $0.position.rawValue)
            }
        )
        self.secretHex = secret.map { SecretText.hex($0) }
    }
}
