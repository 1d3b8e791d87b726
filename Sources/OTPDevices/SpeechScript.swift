import OTPCore

/// What the audio code reader says at one go, and how: the phrases in order, with the settings of that moment.
public struct SpeechScript: Equatable, Sendable {
    /// The most phrases a script can have.
    ///
    /// The longest one is ten digits, two pauses and a low battery.
    public static let capacity = 24

    private var phrases = InlineArray<24, SpeechPhrase>(repeating: .groupPause)

    /// The number of phrases.
    public private(set) var count = 0

    /// Volume, speed and language at the moment of speaking.
    public let settings: ReaderSettings

    init(_ phrase: SpeechPhrase, settings: ReaderSettings) {
        self.settings = settings
        self.append(phrase)
    }

    /// The message of a code: its digits one by one, a pause between groups, and the low battery last.
    init(announcing reading: Reading, settings: ReaderSettings) {
        self.settings = settings
        if let code = reading.code {
            for position in 0..<code.digits {
                self.append(.digit(code[position]))
                if CodeGroups.endsGroup(at: position, digits: code.digits) {
                    self.append(.groupPause)
                }
            }
        } else {
            self.append(.noCode)
        }
        if reading.isBatteryLow {
            self.append(.batteryLow)
        }
    }

    /// The phrase at `position`, counted from 0; `nil` where there is none.
    public func phrase(_ position: Int) -> SpeechPhrase? {
        guard position >= 0, position < self.count else { return nil }
        return self.phrases[position]
    }

    private mutating func append(_ phrase: SpeechPhrase) {
        guard self.count < SpeechScript.capacity else { return }
        self.phrases[self.count] = phrase
        self.count += 1
    }

    /// Whether both say the same in the same way.
    public static func == (left: SpeechScript, right: SpeechScript) -> Bool {
        guard left.count == right.count, left.settings == right.settings else { return false }
        for position in 0..<left.count where left.phrases[position] != right.phrases[position] {
            return false
        }
        return true
    }
}
