/// A credential that is there for a relying party.
package struct FoundCredential: Sendable {
    package var source: CredentialSource

    /// Where it stands in ``AuthenticatorState/credentials``; `nil` if its ID is all there is of it.
    package var index: Int?
}
