/// Why a token cannot be used.
package enum BearerTokenError: Error, Equatable, CustomStringConvertible {
    case unreadable(path: String)
    case tooShort
    case notAToken

    package var description: String {
        switch self {
        case .unreadable(let path):
            "token file \(path): cannot be read"
        case .tooShort:
            "token file: the token on its first line must have at least 16 characters"
        case .notAToken:
            "token file: a token has at most 256 letters, digits and -._~+/="
        }
    }
}
