/// Says things, and remembers what each phrase sounds like.
///
/// A phrase is synthesised once for each language and speed, however many ask for it at once.
package actor Voice {
    private let synthesizer: (any Synthesizer)?
    private var phrases: [Phrase: Task<Result<Waveform, VoiceError>, Never>] = [:]

    /// A reader has some thirty phrases a language and speed, and as many battery levels as percents.
    private static let capacity = 2048

    /// Silence to a listener, and what `espeak-ng` puts around words.
    private static let silence: Int16 = 200

    private struct Phrase: Hashable {
        let words: String
        let language: String
        let wordsPerMinute: Int
    }

    /// - Parameter synthesizer: what speaks; nobody does without one.
    package init(_ synthesizer: (any Synthesizer)?) {
        self.synthesizer = synthesizer
    }

    /// All of it, one after the other.
    package func sound(
        of utterances: [Utterance],
        style: SpeakingStyle
    ) async throws(VoiceError) -> Waveform {
        guard let synthesizer = self.synthesizer else { throw .silenced }
        var sound: Waveform?
        var silence = 0
        for utterance in utterances {
            switch utterance {
            case .pause:
                silence = style.pauseMilliseconds
            case .words(let words):
                let phrase = Phrase(words: words, language: style.language, wordsPerMinute: style.wordsPerMinute)
                let spoken = try await self.spoken(phrase, by: synthesizer)
                var longer = sound ?? Waveform(sampleRate: spoken.sampleRate)
                guard longer.sampleRate == spoken.sampleRate else { throw .changingSampleRate }
                longer.appendSilence(milliseconds: silence)
                longer.append(spoken)
                sound = longer
                silence = style.gapMilliseconds
            }
        }
        guard var sound else { throw .nothingToSay }
        // Some players swallow the very end.
        sound.appendSilence(milliseconds: style.gapMilliseconds)
        sound.amplify(by: style.gain)
        return sound
    }

    private func spoken(_ phrase: Phrase, by synthesizer: any Synthesizer) async throws(VoiceError) -> Waveform {
        let task: Task<Result<Waveform, VoiceError>, Never>
        if let running = self.phrases[phrase] {
            task = running
        } else {
            if self.phrases.count >= Self.capacity {
                self.phrases.removeAll()
            }
            task = Task {
                do throws(VoiceError) {
                    let spoken = try await synthesizer.speak(
                        phrase.words,
                        language: phrase.language,
                        wordsPerMinute: phrase.wordsPerMinute
                    )
                    return .success(spoken.trimmed(threshold: Self.silence))
                } catch {
                    return .failure(error)
                }
            }
            self.phrases[phrase] = task
        }
        let outcome = await task.value
        if case .failure = outcome {
            // It may be installed by the time of the next try.
            self.phrases[phrase] = nil
        }
        return try outcome.get()
    }
}
