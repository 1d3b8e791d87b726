package import LibCrypto

/// A credential as its registration shows it, Web Authentication level 3, section 7.1, step 27.
package struct RegisteredCredential: Equatable, Sendable {
    package let id: [UInt8]
    package let publicKey: P256PublicKey

    /// The model, 16 bytes; zeros if the authenticator does not tell it.
    package let aaguid: [UInt8]

    package let signatureCounter: UInt32
    package let attestation: AttestationKind
}
