import Bench
import OTPDevices
import TimeText

/// What a reader said, as JSON.
struct SpeechAnswer: Encodable, Sendable {
    let text: String
    let phrases: [String]
    let language: String
    let volume: UInt8
    let speed: UInt8
    let spokenAt: String
    /// Left out unless a press cut it off.
    let interruptedAt: String?

    init(_ speech: Speech) {
        self.text = speech.text
        self.phrases = speech.phrases.map(\.name)
        self.language = "\(speech.settings.language.tag)"
        self.volume = speech.settings.volume
        self.speed = speech.settings.speed
        self.spokenAt = RFC3339.text(milliseconds: speech.spokenAt.milliseconds)
        self.interruptedAt = speech.interruptedAt.map { RFC3339.text(milliseconds: $0.milliseconds) }
    }
}
