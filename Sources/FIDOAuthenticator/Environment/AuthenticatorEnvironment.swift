package import FIDOMessages

/// What answers at once and is not the authenticator's own: random numbers, cryptography and the attestation key.
///
/// What has to be waited for, the user and the storage, are events and actions instead. A requirement that answers `nil`
/// could not do it; the command that asked for it then ends with `CTAP1_ERR_OTHER`.
package protocol AuthenticatorEnvironment: PINCryptography {
    /// Whether keys of an algorithm can be made and used; ES256 has to be there.
    func supports(_ algorithm: COSEAlgorithm) -> Bool

    /// The public half of a private key, as ``KeyPair/publicKey`` has it.
    func publicKey(of privateKey: Span<UInt8>, algorithm: COSEAlgorithm) -> [UInt8]?

    /// A signature as Web Authentication wants it, section 6.5.5: for ES256 of the message's SHA-256, in DER; for EdDSA of the
    /// message, 64 bytes. It may keep the loaded key: the same one often signs again.
    mutating func signature(of message: Span<UInt8>, privateKey: Span<UInt8>, algorithm: COSEAlgorithm) -> [UInt8]?

    /// The attestation certificates in DER, the signer's first; empty if there is no attestation key of that kind.
    func attestationCertificates(_ kind: AttestationKind) -> [[UInt8]]

    /// An ES256 signature by the key of the first certificate.
    func attestationSignature(of message: Span<UInt8>, _ kind: AttestationKind) -> [UInt8]?
}
