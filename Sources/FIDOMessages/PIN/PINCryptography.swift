/// Random numbers and the cryptography of the PIN/UV auth protocols; CTAP 2.1, sections 6.5.6 and 6.5.7.
///
/// Both sides need it: the authenticator and the platform. A requirement that returns `nil` failed.
package protocol PINCryptography {
    /// Unpredictable bytes.
    mutating func randomBytes(count: Int) -> [UInt8]?

    /// SHA-256, 32 bytes.
    func sha256(_ message: Span<UInt8>) -> [UInt8]

    /// HMAC-SHA-256, 32 bytes; a key of any length.
    func hmacSHA256(_ message: Span<UInt8>, key: Span<UInt8>) -> [UInt8]

    /// AES-256-CBC without padding: a key of 32 bytes, an initialization vector of 16, whole blocks of 16.
    func encryptAES256CBC(_ plaintext: Span<UInt8>, key: Span<UInt8>, initializationVector: Span<UInt8>) -> [UInt8]?

    /// Decryption with AES-256-CBC.
    func decryptAES256CBC(_ ciphertext: Span<UInt8>, key: Span<UInt8>, initializationVector: Span<UInt8>) -> [UInt8]?

    /// A new key pair.
    mutating func makeKeyPair(_ algorithm: COSEAlgorithm) -> KeyPair?

    /// ECDH on P-256: the x-coordinate of the shared point, 32 bytes; `nil` if `publicKey` (x, then y) is no point of the
    /// curve.
    func sharedSecret(privateKey: Span<UInt8>, publicKey: Span<UInt8>) -> [UInt8]?
}
