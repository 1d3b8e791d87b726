/// What answers at once and is not the authenticator's own: random numbers, cryptography and the attestation key.
///
/// What has to be waited for, the user and the storage, are events and actions instead. A requirement that answers `nil`
/// could not do it; the command that asked for it then ends with `CTAP1_ERR_OTHER`.
package protocol AuthenticatorEnvironment {
    /// Whether keys of an algorithm can be made and used; ES256 has to be there.
    func supports(_ algorithm: COSEAlgorithm) -> Bool

    /// So many bytes that nobody can guess.
    mutating func randomBytes(count: Int) -> [UInt8]?

    /// SHA-256, 32 bytes.
    func sha256(_ message: Span<UInt8>) -> [UInt8]

    /// HMAC-SHA-256, 32 bytes; a key of any length.
    func hmacSHA256(_ message: Span<UInt8>, key: Span<UInt8>) -> [UInt8]

    /// AES-256-CBC without padding: a key of 32 bytes, 16 bytes to start from, whole blocks of 16.
    func encryptAES256CBC(_ plaintext: Span<UInt8>, key: Span<UInt8>, initializationVector: Span<UInt8>) -> [UInt8]?

    /// The way back.
    func decryptAES256CBC(_ ciphertext: Span<UInt8>, key: Span<UInt8>, initializationVector: Span<UInt8>) -> [UInt8]?

    /// A new key pair.
    mutating func makeKeyPair(_ algorithm: COSEAlgorithm) -> KeyPair?

    /// The public half of a private key, as ``KeyPair/publicKey`` has it.
    func publicKey(of privateKey: Span<UInt8>, algorithm: COSEAlgorithm) -> [UInt8]?

    /// A signature as Web Authentication wants it, section 6.5.5: for ES256 of the message's SHA-256, in DER; for EdDSA of the
    /// message, 64 bytes. It may keep the loaded key: the same one often signs again.
    mutating func signature(of message: Span<UInt8>, privateKey: Span<UInt8>, algorithm: COSEAlgorithm) -> [UInt8]?

    /// ECDH on P-256: the x-coordinate of the shared point, 32 bytes; `nil` if `publicKey` (x, then y) is no point of the
    /// curve.
    func sharedSecret(privateKey: Span<UInt8>, publicKey: Span<UInt8>) -> [UInt8]?

    /// The attestation certificates in DER, the signer's first; empty if there is no attestation key of that kind.
    func attestationCertificates(_ kind: AttestationKind) -> [[UInt8]]

    /// An ES256 signature by the key of the first certificate.
    func attestationSignature(of message: Span<UInt8>, _ kind: AttestationKind) -> [UInt8]?
}
