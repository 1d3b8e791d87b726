import FIDOMessages

/// What a credential ID was opened to.
struct CredentialSource: Sendable {
    var privateKey: [UInt8]
    var algorithm: COSEAlgorithm
    var protection: CredentialProtection

    /// Whether it counts only while it stands in ``AuthenticatorState/credentials``.
    var isDiscoverable: Bool
}
