/// Why a typed text cannot be a password, RFC 8265, section 4.2.
package enum PasswordPreparationError: Error, Equatable, Sendable {
    /// Nothing was typed.
    case empty

    /// It holds a control character, which no keyboard repeats reliably.
    case controlCharacter

    /// It is longer than the service is willing to hash.
    case tooLong
}
