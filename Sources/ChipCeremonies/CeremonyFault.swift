package import ChipConnections
package import FIDOClient
package import FIDOMessages
import ISO7816

/// Reason why a ceremony has no response.
package enum CeremonyFault: Error, Equatable, Sendable {
    /// The connection failed.
    case connection(ChipFault)

    /// The token returned another status than success.
    case refused(CTAP2StatusCode)

    /// The token returned an error of U2F.
    case refusedByU2F(U2FFault)

    /// No credential of the allow list is on the token.
    case noCredential

    /// The token has a credential of the exclude list.
    case excluded

    /// The response cannot be read.
    case unreadable(CallFault)

    /// The PIN is needed, and none was given.
    case pinRequired

    /// A PIN was given or user verification is required, and the token has no PIN set.
    case pinNotSet

    /// The request needs what a U2F token does not have.
    case notForU2F

    /// No PIN protocol is known to both sides.
    case noPINProtocol

    /// The key agreement or the decryption of the PIN token failed.
    case cryptographyFailed

    /// Nobody touched the token in time.
    case notTouched

    /// The origin, or a relying party ID that does not belong to it.
    case unusable(String)
}

extension CeremonyFault: CustomStringConvertible {
    /// Whether the token itself has refused, rather than that the request or the connection is unusable.
    package var isRefusal: Bool {
        switch self {
        case .refused, .refusedByU2F, .noCredential, .excluded, .notTouched: true
        case .connection, .unreadable, .pinRequired, .pinNotSet, .notForU2F, .noPINProtocol, .cryptographyFailed,
            .unusable:
            false
        }
    }

    /// The cause in one sentence.
    package var description: String {
        switch self {
        case .connection(let fault): fault.description
        case .refused(let status): "the chip refuses: \(status.words)"
        case .refusedByU2F(.refused(let statusWord)):
            "the chip refuses with status \(String(statusWord.rawValue, radix: 16, uppercase: true))"
        case .refusedByU2F: "the chip's response is no response of U2F"
        case .noCredential: "the chip has no credential of the list"
        case .excluded: "the chip has a credential of the exclude list already"
        case .unreadable(let fault): "the chip's response cannot be read: \(fault)"
        case .pinRequired: "the chip asks for its PIN; give it with --pin-file"
        case .pinNotSet: "user verification needs a PIN, and none is set on the chip"
        case .notForU2F:
            "the chip knows U2F only, which has no user verification and no discoverable credentials, and ES256 alone"
        case .noPINProtocol: "the chip has no PIN protocol that is known here"
        case .cryptographyFailed: "the key agreement with the chip failed"
        case .notTouched: "the chip was not touched in time"
        case .unusable(let reason): reason
        }
    }
}

extension CTAP2StatusCode {
    /// The status in words, with its number.
    package var words: String {
        let name =
            switch self {
            case .credentialExcluded: "it has a credential of the exclude list already"
            case .unsupportedAlgorithm: "it has none of the algorithms"
            case .operationDenied: "operation denied"
            case .keyStoreFull: "no room for another credential"
            case .unsupportedOption: "unsupported option"
            case .invalidOption: "invalid option"
            case .keepaliveCancel: "cancelled"
            case .noCredentials: "it has no credential of the list"
            case .userActionTimeout: "it was not touched in time"
            case .notAllowed: "not allowed"
            case .pinInvalid: "wrong PIN"
            case .pinBlocked: "the PIN is blocked; only a reset helps"
            case .pinAuthInvalid: "the PIN token is not valid"
            case .pinAuthBlocked: "too many wrong PINs; plug it in again"
            case .pinNotSet: "no PIN is set"
            case .pinRequired: "it asks for its PIN"
            case .pinPolicyViolation: "the PIN breaks its policy"
            case .requestTooLarge: "the request is too long"
            default: "error"
            }
        let digits = String(self.rawValue, radix: 16, uppercase: true)
        return "\(name) (status \(digits.count == 1 ? "0" : "")\(digits))"
    }
}
