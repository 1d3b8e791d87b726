package import OTPDevices

/// The words a phrase is spoken with.
///
/// Assumed: nobody public says what the real reader's are.
package enum SpeechWords {
    package static func text(of phrase: SpeechPhrase, in language: SpeechLanguage) -> String {
        switch language {
        case .danish: Self.danish(phrase)
        case .english: Self.english(phrase)
        }
    }

    private static func danish(_ phrase: SpeechPhrase) -> String {
        switch phrase {
        case .digit(let digit):
            Self.word(digit, of: ["nul", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni"])
        case .groupPause: ""
        case .noCode: "ingen kode"
        case .batteryLow: "lavt batteri"
        case .batteryLevel(let percent): "batteri \(percent) procent"
        case .volume(let volume): "lydstyrke \(volume)"
        case .speed(let speed): "hastighed \(speed)"
        case .language(.danish): "dansk"
        case .language(.english): "engelsk"
        case .defaultsRestored: "standardindstillinger"
        }
    }

    private static func english(_ phrase: SpeechPhrase) -> String {
        switch phrase {
        case .digit(let digit):
            Self.word(
                digit,
                of: ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
            )
        case .groupPause: ""
        case .noCode: "no code"
        case .batteryLow: "battery low"
        case .batteryLevel(let percent): "battery \(percent) percent"
        case .volume(let volume): "volume \(volume)"
        case .speed(let speed): "speed \(speed)"
        case .language(.danish): "Danish"
        case .language(.english): "English"
        case .defaultsRestored: "settings as new"
        }
    }

    private static func word(_ digit: UInt8, of words: [String]) -> String {
        words.indices.contains(Int(digit)) ? words[Int(digit)] : ""
    }
}
