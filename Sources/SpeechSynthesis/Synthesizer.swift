/// Turns words into sound.
package protocol Synthesizer: Sendable {
    /// The words, which have no markup, spoken; `language` is a language tag of BCP 47.
    func speak(_ words: String, language: String, wordsPerMinute: Int) async throws(VoiceError) -> Waveform
}
