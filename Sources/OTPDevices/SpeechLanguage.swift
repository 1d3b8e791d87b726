/// A language the audio code reader speaks.
///
/// Danish for sure; English is assumed.
public enum SpeechLanguage: UInt8, CaseIterable, Sendable {
    case danish
    case english

    /// The language tag of BCP 47.
    public var tag: StaticString {
        switch self {
        case .danish: "da"
        case .english: "en"
        }
    }
}
