package import OTPDevices

/// Something an audio code reader has said.
package struct Speech: Equatable, Sendable {
    package let phrases: [SpeechPhrase]
    package let settings: ReaderSettings
    package let spokenAt: Instant

    package init(phrases: [SpeechPhrase], settings: ReaderSettings, spokenAt: Instant) {
        self.phrases = phrases
        self.settings = settings
        self.spokenAt = spokenAt
    }

    init(_ script: SpeechScript, at now: Instant) {
        self.init(
            phrases: (0..<script.count).compactMap { script.phrase($0) },
            settings: script.settings,
            spokenAt: now
        )
    }

    /// The words, as subtitles: `to otte syv, nul otte to`.
    package var text: String {
        var text = ""
        for phrase in self.phrases {
            if case .groupPause = phrase {
                text += ","
                continue
            }
            text += (text.isEmpty ? "" : " ") + SpeechWords.text(of: phrase, in: self.settings.language)
        }
        return text
    }
}
