package import OTPDevices

extension SpeechLanguage {
    /// The language of that BCP 47 tag, if a reader speaks it.
    package init?(tagged tag: String) {
        guard let language = SpeechLanguage.allCases.first(where: { "\($0.tag)" == tag }) else { return nil }
        self = language
    }
}
