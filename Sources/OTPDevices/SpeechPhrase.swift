/// One thing the audio code reader says, without the words a language has for it.
public enum SpeechPhrase: Equatable, Sendable {
    /// A digit, 0 to 9, read on its own.
    case digit(UInt8)
    /// The silence between two groups of digits.
    case groupPause
    /// No code can be made.
    case noCode
    /// The battery is low.
    case batteryLow
    /// The battery has so much left, 0 to 100 percent.
    case batteryLevel(percent: UInt8)
    /// The volume is now this one.
    case volume(UInt8)
    /// The speed is now this one.
    case speed(UInt8)
    /// The language is now this one.
    case language(SpeechLanguage)
    /// All settings are as they were when new.
    case defaultsRestored
}
