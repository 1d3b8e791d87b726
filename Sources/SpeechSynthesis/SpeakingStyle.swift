/// How something is said: in which language, how fast and how loud.
package struct SpeakingStyle: Equatable, Sendable {
    /// A language tag of BCP 47.
    package let language: String
    package let wordsPerMinute: Int
    /// What each sample is multiplied with.
    package let gain: Float

    package init(language: String, wordsPerMinute: Int, gain: Float) {
        self.language = language
        self.wordsPerMinute = wordsPerMinute
        self.gain = gain
    }

    /// The silence after words, longer than any within a word at the same speed.
    package var gapMilliseconds: Int { 50_000 / max(1, self.wordsPerMinute) }

    /// The silence of an ``Utterance/pause``, in place of that after words.
    package var pauseMilliseconds: Int { 3 * self.gapMilliseconds }
}
