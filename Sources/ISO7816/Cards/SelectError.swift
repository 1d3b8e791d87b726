/// Why a command selects no application by its name.
package enum SelectError: Error, Equatable, Sendable {
    /// It is another command.
    case notASelection

    /// P1-P2 ask for a file, or for another than the first application of a name.
    case unsupportedParameters

    /// A name has 1 to 16 bytes.
    case wrongNameLength

    /// What the card answers.
    package var statusWord: StatusWord {
        switch self {
        case .notASelection: .instructionNotSupported
        case .unsupportedParameters: .wrongParameters
        case .wrongNameLength: .wrongLength
        }
    }
}
