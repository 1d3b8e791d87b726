package import CanonicalCBOR

/// Why bytes are no ``AuthenticatorState``.
package enum AuthenticatorStateError: Error, Equatable, Sendable {
    case malformed(CBORError)
    /// Written by a later version.
    case unknownVersion
    /// A member is missing, of another type or of a value that no authenticator can have; which one, by its key.
    case invalidMember(key: Int64)
}
