/// A button of a device.
package enum OTPButton: Hashable, Sendable {
    /// The one button of a code display.
    case main
    /// The red key of an audio code reader.
    case red
    /// A digit key of an audio code reader, 0 to 9.
    case digit(UInt8)

    /// The button of that name in paths and files.
    package init?(named name: String) {
        switch name {
        case "main":
            self = .main
        case "red":
            self = .red
        default:
            guard name.utf8.count == 1, let digit = UInt8(name) else { return nil }
            self = .digit(digit)
        }
    }

    package var name: String {
        switch self {
        case .main: "main"
        case .red: "red"
        case .digit(let digit): String(digit)
        }
    }
}
