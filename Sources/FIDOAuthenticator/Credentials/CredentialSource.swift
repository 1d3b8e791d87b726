/// What a credential ID was opened to.
package struct CredentialSource: Sendable {
    package var privateKey: [UInt8]
    package var algorithm: COSEAlgorithm
    package var protection: CredentialProtection

    /// Whether it counts only while it stands in ``AuthenticatorState/credentials``.
    package var isDiscoverable: Bool
}
