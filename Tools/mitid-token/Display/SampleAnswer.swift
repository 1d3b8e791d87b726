import CommandLineTool
import OTPCore

/// A line of the operator.
enum SampleAnswer {
    case code(Code)
    case yes
    case no
    /// The press was not at the beep.
    case missed
    /// The display stayed dark.
    case dark
    /// This display is done for this session.
    case skip
    case quit
    case unknown

    static let list = "type the digits, or missed, dark, skip or quit"

    init(_ line: some StringProtocol) {
        let word = line.lowercased()
        switch word {
        case "yes", "y": self = .yes
        case "no", "n": self = .no
        case "missed", "m": self = .missed
        case "dark", "d": self = .dark
        case "skip", "s": self = .skip
        case "quit", "q": self = .quit
        default:
            guard let code = try? Code(typed: word) else {
                self = .unknown
                return
            }
            self = .code(code)
        }
    }
}
