package import OTPDevices

extension SpeechPhrase {
    /// The phrase as one word for programs: `digit-2`, `pause`, `volume-5`.
    package var name: String {
        switch self {
        case .digit(let digit): "digit-\(digit)"
        case .groupPause: "pause"
        case .noCode: "no-code"
        case .batteryLow: "battery-low"
        case .batteryLevel(let percent): "battery-level-\(percent)"
        case .volume(let volume): "volume-\(volume)"
        case .speed(let speed): "speed-\(speed)"
        case .language(let language): "language-\(language.tag)"
        case .defaultsRestored: "defaults-restored"
        }
    }

    package init?(named name: String) {
        switch name {
        case "pause": self = .groupPause
        case "no-code": self = .noCode
        case "battery-low": self = .batteryLow
        case "defaults-restored": self = .defaultsRestored
        default:
            guard let dash = name.lastIndex(of: "-") else { return nil }
            let value = String(name[name.index(after: dash)...])
            switch (name[..<dash], UInt8(value)) {
            case ("digit", .some(let digit)) where digit <= 9: self = .digit(digit)
            case ("battery-level", .some(let percent)) where percent <= 100: self = .batteryLevel(percent: percent)
            case ("volume", .some(let volume)): self = .volume(volume)
            case ("speed", .some(let speed)): self = .speed(speed)
            case ("language", .none):
                guard let language = SpeechLanguage(tagged: value) else { return nil }
                self = .language(language)
            default: return nil
            }
        }
    }
}
