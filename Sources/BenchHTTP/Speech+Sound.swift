import Bench
import OTPDevices
import SpeechSynthesis

extension Speech {
    /// What the synthesiser is to say, digits one by one.
    var utterances: [Utterance] {
        self.phrases.map { phrase in
            phrase == .groupPause ? .pause : .words(SpeechWords.text(of: phrase, in: self.settings.language))
        }
    }

    /// How a reader with these settings sounds.
    ///
    /// Assumed, as the levels themselves are: 100 to 220 words a minute, and 3 dB from one volume to the next.
    var style: SpeakingStyle {
        let speed = min(self.settings.speed, ReaderSettings.speedRange.upperBound)
        let volume = min(self.settings.volume, ReaderSettings.volumeRange.upperBound)
        return SpeakingStyle(
            language: "\(self.settings.language.tag)",
            wordsPerMinute: 70 + 30 * Int(speed),
            gain: Self.gains[Int(volume)]
        )
    }

    /// The loudest without distortion, and 3 dB less for each step down; nobody can set volume 0.
    private static let gains: [Float] = [0, 0.15, 0.21, 0.3, 0.42, 0.6, 0.85, 1.2, 1.7]
}
