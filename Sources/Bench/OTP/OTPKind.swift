import OTPDevices

/// The kinds of device this bench has.
package enum OTPKind: String, CaseIterable, Sendable {
    case codeDisplay = "code-display"
    case audioCodeReader = "audio-code-reader"

    /// The profile of a device that is made without one.
    package var usualProfile: NamedProfile {
        switch self {
        case .codeDisplay: NamedProfile(name: "mitid-code-display", profile: .mitidCodeDisplay)
        case .audioCodeReader: NamedProfile(name: "mitid-audio-code-reader", profile: .mitidAudioCodeReader)
        }
    }

    /// The buttons in the order they are shown.
    package var buttons: [OTPButton] {
        switch self {
        case .codeDisplay: [.main]
        case .audioCodeReader: [.red] + (0...9).map { OTPButton.digit($0) }
        }
    }
}
