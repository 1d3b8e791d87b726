/// Why a token file cannot be used; never with a token in it.
package enum AccessTokensError: Error, Equatable, CustomStringConvertible {
    case unreadable
    case tooLong
    case empty
    /// What is wrong with a line, counted from 1.
    case line(Int, String)

    package var description: String {
        switch self {
        case .unreadable: "cannot be read"
        case .tooLong: "is longer than 64 KiB"
        case .empty: "holds no token"
        case .line(let number, let reason): "line \(number): \(reason)"
        }
    }
}
