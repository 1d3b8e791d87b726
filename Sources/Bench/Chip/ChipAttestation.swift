/// The key a chip attests its credentials with, and the certificates that speak for it; WebAuthn, section 6.5.
package struct ChipAttestation: Equatable, Sendable {
    /// The private key, P-256, as PEM.
    package let keyPEM: String
    /// The certificates as PEM, that of the key first.
    package let chainPEM: String

    package init(keyPEM: String, chainPEM: String) {
        self.keyPEM = keyPEM
        self.chainPEM = chainPEM
    }
}
