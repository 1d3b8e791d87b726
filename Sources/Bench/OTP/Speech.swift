package import OTPDevices

/// Something an audio code reader has said.
package struct Speech: Equatable, Sendable {
    package let phrases: [SpeechPhrase]
    package let settings: ReaderSettings
    package let spokenAt: Instant
    /// When a press cut it off; a code that expires while it is read is read to its end.
    package private(set) var interruptedAt: Instant?

    /// Nothing takes longer to say, ten digits at the slowest included.
    private static let longestMilliseconds: Int64 = 30_000

    package init(
        phrases: [SpeechPhrase],
        settings: ReaderSettings,
        spokenAt: Instant,
        interruptedAt: Instant? = nil
    ) {
        self.phrases = phrases
        self.settings = settings
        self.spokenAt = spokenAt
        self.interruptedAt = interruptedAt
    }

    init(_ script: SpeechScript, at now: Instant) {
        self.init(
            phrases: (0..<script.count).compactMap { script.phrase($0) },
            settings: script.settings,
            spokenAt: now
        )
    }

    /// A key was pressed, or the power failed: silence, if it was not over.
    mutating func interrupt(at now: Instant) {
        guard self.interruptedAt == nil, now >= self.spokenAt,
            now < self.spokenAt.advanced(byMilliseconds: Self.longestMilliseconds)
        else { return }
        self.interruptedAt = now
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
