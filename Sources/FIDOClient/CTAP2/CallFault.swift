package import CanonicalCBOR
package import FIDOMessages

/// The reason why a call has no result.
package enum CallFault: Error, Equatable, Sendable {
    /// The authenticator returned another status than success.
    case refused(CTAP2StatusCode)
    /// A response without a status byte.
    case emptyResponse
    /// Bytes behind the status that are no CBOR in any encoding.
    case invalidCBOR(CBORError)
    /// Something other than a map behind the status.
    case notAMap
    /// A required member is missing.
    case missingMember(Int64)
    /// A member of another type or length.
    case invalidMember(Int64)
    /// Authenticator data that do not match WebAuthn, section 6.1.
    case invalidAuthenticatorData
}
