import OTPCore
import OTPDevices

extension DeviceAction {
    /// The action that shows these digits.
    static func shows(_ digits: String, batteryLow: Bool = false) throws -> DeviceAction {
        .show(SevenSegmentFrame(showing: try Code(parsing: digits), isBatteryLow: batteryLow))
    }

    /// The action that shows six dashes.
    static let showsDashes = DeviceAction.show(.dashes(count: 6, isBatteryLow: false))

    /// What is shown by the action; `nil` if it shows nothing.
    var shownText: String? {
        switch self {
        case .show(let frame), .announce(let frame, _): frame.text
        case .none, .commit, .speak, .darken: nil
        }
    }

    /// What is said by the action, phrase by phrase.
    var said: [SpeechPhrase] {
        switch self {
        case .announce(_, let script), .speak(let script): (0..<script.count).compactMap(script.phrase)
        case .none, .commit, .show, .darken: []
        }
    }

    /// The settings with which the action speaks; `nil` if it says nothing.
    var voice: ReaderSettings? {
        switch self {
        case .announce(_, let script), .speak(let script): script.settings
        case .none, .commit, .show, .darken: nil
        }
    }
}
