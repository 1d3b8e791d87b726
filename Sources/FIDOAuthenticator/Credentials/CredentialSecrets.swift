import FIDOMessages

/// The keys that credential IDs are sealed with, all from the master secret.
///
/// A credential ID holds its own private key, so that an authenticator has room for any number of them; a discoverable one
/// counts only while it stands in the state. U2F key handles and CTAP2 credential IDs are the same thing, so each protocol
/// takes what the other made, CTAP 2.1, section 10.3.
///
///     1 byte      version
///     16 bytes    initialisation vector
///     48 bytes    AES-256-CBC: private key 32, algorithm 1, protection 1, discoverable 1, zeros 13
///     32 bytes    HMAC-SHA-256 of all before it and the relying party's ID hash
///
/// The hash is under the seal but not in the ID: opened for another relying party, the seal is broken.
struct CredentialSecrets: Sendable {
    static let version: UInt8 = 1
    static let sealedByteCount = 1 + 16 + 48
    static let idByteCount = sealedByteCount + 32

    let wrappingKey: [UInt8]
    let sealingKey: [UInt8]

    /// What hmac-secret's two random keys per credential come from, section 12.5.
    let hmacSecretKey: [UInt8]

    /// What a credential's largeBlobKey comes from, section 12.3.
    let largeBlobsKey: [UInt8]

    init<Environment: AuthenticatorEnvironment>(masterSecret: [UInt8], environment: Environment) {
        func derived(_ label: String) -> [UInt8] {
            environment.hmacSHA256(label.utf8.span, key: masterSecret.span)
        }
        self.wrappingKey = derived("wrap credential")
        self.sealingKey = derived("seal credential")
        self.hmacSecretKey = derived("hmac-secret")
        self.largeBlobsKey = derived("largeBlobKey")
    }
}
