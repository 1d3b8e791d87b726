/// What the next enumerateRPsGetNextRP or enumerateCredentialsGetNextCredential goes on with; CTAP 2.1, section 6.8.
enum CredentialEnumeration: Sendable {
    /// Relying parties still to come, the next one last: the index of a credential of each.
    case relyingParties([Int])
    /// Credentials still to come, the next one last.
    case credentials([Int])
}
