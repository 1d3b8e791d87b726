/// How an authenticator attests a credential that it made; WebAuthn, section 6.5.
package enum AttestationConveyance: Equatable, Sendable {
    /// A packed statement with the maker's certificates, section 8.2.
    case packed
    /// A packed statement signed with the new key itself.
    case selfSigned
    /// No statement, section 8.7.
    case none
}
