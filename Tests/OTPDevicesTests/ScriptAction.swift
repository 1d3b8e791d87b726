import OTPDevices
import VectorSupport

/// An action as a script words it: lit segments by letter, phrases by name.
struct ScriptAction: Decodable, Equatable, Sendable {
    let action: String
    private(set) var counter: String?
    private(set) var text: String?
    private(set) var cells: [String]?
    private(set) var batteryLow: Bool?
    private(set) var phrases: [String]?
    private(set) var voice: Voice?

    struct Voice: Decodable, Equatable, Sendable {
        let volume: UInt8
        let speed: UInt8
        let language: String
    }

    /// The words for what a device did.
    init(_ action: DeviceAction) {
        switch action {
        case .none:
            self.action = "none"
        case .commit(let counter):
            self.action = "commit"
            self.counter = String(counter)
        case .show(let frame):
            self.action = "show"
            self.describe(frame)
        case .announce(let frame, let script):
            self.action = "announce"
            self.describe(frame)
            self.describe(script)
        case .speak(let script):
            self.action = "speak"
            self.describe(script)
        case .darken:
            self.action = "darken"
        }
    }

    private mutating func describe(_ frame: SevenSegmentFrame) {
        self.text = frame.text
        self.cells = (0..<frame.count).map { Self.letters(of: frame.cell($0)) }
        self.batteryLow = frame.isBatteryLow
    }

    private mutating func describe(_ script: SpeechScript) {
        self.phrases = (0..<script.count).compactMap(script.phrase).map(Self.name(of:))
        self.voice = Voice(
            volume: script.settings.volume,
            speed: script.settings.speed,
            language: script.settings.language.tag.description
        )
    }

    private static func letters(of cell: SevenSegmentCell) -> String {
        let segments: [(SevenSegmentCell, String)] = [
            (.a, "a"), (.b, "b"), (.c, "c"), (.d, "d"), (.e, "e"), (.f, "f"), (.g, "g"), (.point, "."),
        ]
        return segments.map { cell.contains($0.0) ? $0.1 : "" }.joined()
    }

    private static func name(of phrase: SpeechPhrase) -> String {
        switch phrase {
        case .digit(let digit): "digit-\(digit)"
        case .groupPause: "pause"
        case .noCode: "no-code"
        case .batteryLow: "battery-low"
        case .batteryLevel(let percent): "battery-level-\(percent)"
        case .volume(let volume): "volume-\(volume)"
        case .speed(let speed): "speed-\(speed)"
        case .language(let language): "language-\(language.tag)"
        case .defaultsRestored: "defaults-restored"
        }
    }
}
