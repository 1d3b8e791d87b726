/// A credential that is there for a relying party.
struct FoundCredential: Sendable {
    var source: CredentialSource

    /// Where it stands in ``AuthenticatorState/credentials``; `nil` if its ID is all there is of it.
    var index: Int?
}
