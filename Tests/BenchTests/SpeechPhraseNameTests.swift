import Bench
import OTPDevices
import Testing

@Suite struct SpeechPhraseNameTests {
    @Test(
        arguments: [
            SpeechPhrase.digit(0), .digit(9), .groupPause, .noCode, .batteryLow, .batteryLevel(percent: 40), .volume(5),
            .speed(3), .language(.danish), .language(.english), .defaultsRestored,
        ]
    )
    func aPhraseIsFoundByItsName(_ phrase: SpeechPhrase) {
        #expect(SpeechPhrase(named: phrase.name) == phrase)
    }

    @Test(arguments: [
        "", "digit", "digit-", "digit-10", "digit--1", "battery-level-101", "language-de", "volume-300", "-",
    ])
    func otherNamesAreNoPhrases(_ name: String) {
        #expect(SpeechPhrase(named: name) == nil)
    }
}
