/// The keys a chip attests its credentials with, and the certificates that speak for them; WebAuthn, section 6.5.
package struct ChipAttestation: Equatable, Sendable {
    /// A key and its certificates.
    package struct Identity: Equatable, Sendable {
        /// The private key, P-256, as PEM.
        package let keyPEM: String
        /// The certificates as PEM, that of the key first.
        package let chainPEM: String

        package init(keyPEM: String, chainPEM: String) {
            self.keyPEM = keyPEM
            self.chainPEM = chainPEM
        }
    }

    /// The batch's.
    package let batch: Identity
    /// The one that names this chip, CTAP 2.1, section 7.1; `nil`: it has no enterprise attestation.
    package let enterprise: Identity?

    package init(batch: Identity, enterprise: Identity? = nil) {
        self.batch = batch
        self.enterprise = enterprise
    }
}
