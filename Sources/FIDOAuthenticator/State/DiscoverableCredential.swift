package import FIDOMessages

/// A credential that the authenticator finds by its relying party; its private key is inside its wrapped ID.
package struct DiscoverableCredential: Equatable, Sendable {
    /// The credential ID; see ``CredentialSecrets``.
    package var id: [UInt8]

    /// The relying party's ID in UTF-8.
    package var rpID: [UInt8]

    /// Its SHA-256.
    package var rpIDHash: [UInt8]

    package var user: UserEntity

    package var protection: CredentialProtection

    /// What the relying party left with it, CTAP 2.1, section 12.2; empty for nothing.
    package var blob: [UInt8]

    /// Whether it has a key for large blobs, section 12.3.
    package var hasLargeBlobKey: Bool

    package init(
        id: [UInt8],
        rpID: [UInt8],
        rpIDHash: [UInt8],
        user: UserEntity,
        protection: CredentialProtection,
        blob: [UInt8] = [],
        hasLargeBlobKey: Bool = false
    ) {
        self.id = id
        self.rpID = rpID
        self.rpIDHash = rpIDHash
        self.user = user
        self.protection = protection
        self.blob = blob
        self.hasLargeBlobKey = hasLargeBlobKey
    }
}
