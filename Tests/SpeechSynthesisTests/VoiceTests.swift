import SpeechSynthesis
import Synchronization
import Testing

/// Spoken by the real `espeak-ng`.
@Suite struct VoiceTests {
    private let slow = SpeakingStyle(language: "da", wordsPerMinute: 100, gain: 1)
    private let fast = SpeakingStyle(language: "da", wordsPerMinute: 200, gain: 1)

    @Test func whatIsSaidIsHeard() async throws {
        let voice = Voice(ESpeak())
        let one = try await voice.sound(of: [.words("nul")], style: self.slow)
        let more = try await voice.sound(of: [.words("nul"), .pause, .words("en")], style: self.slow)
        #expect(one.milliseconds > 100)
        #expect(more.milliseconds > one.milliseconds + self.slow.pauseMilliseconds)
        #expect(more.samples.starts(with: one.samples.prefix(one.samples.count / 2)))
        #expect(more.samples.contains { $0.magnitude > 5000 })
    }

    @Test func fasterIsShorterAndQuieterIsQuieter() async throws {
        let voice = Voice(ESpeak())
        let slow = try await voice.sound(of: [.words("syv")], style: self.slow)
        let fast = try await voice.sound(of: [.words("syv")], style: self.fast)
        #expect(fast.milliseconds < slow.milliseconds)
        let quiet = SpeakingStyle(language: "da", wordsPerMinute: 100, gain: 0.25)
        let whispered = try await voice.sound(of: [.words("syv")], style: quiet)
        #expect(whispered.samples.count == slow.samples.count)
        #expect(try #require(whispered.samples.max()) < #require(slow.samples.max()) / 3)
    }

    @Test func languagesSoundDifferent() async throws {
        let voice = Voice(ESpeak())
        let danish = try await voice.sound(of: [.words("6")], style: self.slow)
        let english = try await voice.sound(
            of: [.words("6")],
            style: SpeakingStyle(language: "en", wordsPerMinute: 100, gain: 1)
        )
        #expect(danish != english)
    }

    @Test func aPhraseIsSynthesisedOnce() async throws {
        let counting = CountingSynthesizer()
        let voice = Voice(counting)
        try await withThrowingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { _ = try await voice.sound(of: [.words("to"), .words("to")], style: self.slow) }
            }
            try await group.waitForAll()
        }
        #expect(counting.count == 1)
        _ = try await voice.sound(of: [.words("to")], style: self.fast)
        #expect(counting.count == 2)
    }

    @Test func whyThereIsNoSound() async {
        await #expect(throws: VoiceError.silenced) {
            try await Voice(nil).sound(of: [.words("nul")], style: self.slow)
        }
        await #expect(throws: VoiceError.nothingToSay) {
            try await Voice(ESpeak()).sound(of: [.pause], style: self.slow)
        }
        await #expect(throws: VoiceError.programNotFound("no-such-voice")) {
            try await Voice(ESpeak(program: "no-such-voice")).sound(of: [.words("nul")], style: self.slow)
        }
        await #expect(throws: VoiceError.programNotFound("/no/such/voice")) {
            try await Voice(ESpeak(program: "/no/such/voice")).sound(of: [.words("nul")], style: self.slow)
        }
        await #expect(throws: VoiceError.unusableSound(.noWAVE)) {
            try await Voice(ESpeak(program: "echo")).sound(of: [.words("nul")], style: self.slow)
        }
        await #expect(throws: VoiceError.self) {
            try await Voice(ESpeak(program: "false")).sound(of: [.words("nul")], style: self.slow)
        }
    }

    @Test func afterAFailureItIsTriedAgain() async throws {
        let failing = CountingSynthesizer(failures: 1)
        let voice = Voice(failing)
        await #expect(throws: VoiceError.programFailed("voice", reason: "not yet")) {
            try await voice.sound(of: [.words("ni")], style: self.slow)
        }
        #expect(try await voice.sound(of: [.words("ni")], style: self.slow).milliseconds > 0)
    }
}

/// The real one, counted, and failing at first if told to.
private final class CountingSynthesizer: Synthesizer {
    private let calls = Mutex(0)
    private let failures: Int

    init(failures: Int = 0) {
        self.failures = failures
    }

    var count: Int { self.calls.withLock { $0 } }

    func speak(_ words: String, language: String, wordsPerMinute: Int) async throws(VoiceError) -> Waveform {
        let call = self.calls.withLock { calls in
            calls += 1
            return calls
        }
        guard call > self.failures else { throw .programFailed("voice", reason: "not yet") }
        return try await ESpeak().speak(words, language: language, wordsPerMinute: wordsPerMinute)
    }
}
