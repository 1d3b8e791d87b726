/// The kinds of device this bench has.
package enum DeviceKind: Hashable, Sendable {
    case otp(OTPKind)
    case chip

    /// The kind of that name in requests and files.
    package init?(named name: String) {
        if let kind = OTPKind(rawValue: name) {
            self = .otp(kind)
        } else if name == DeviceKind.chip.name {
            self = .chip
        } else {
            return nil
        }
    }

    package var name: String {
        switch self {
        case .otp(let kind): kind.rawValue
        case .chip: "chip"
        }
    }

    /// The names of the buttons in the order they are shown.
    package var buttonNames: [String] {
        switch self {
        case .otp(let kind): kind.buttons.map(\.name)
        case .chip: ["touch"]
        }
    }

    /// The names as they are listed to who gave another one.
    package static let names = "code-display, audio-code-reader and chip"
}
