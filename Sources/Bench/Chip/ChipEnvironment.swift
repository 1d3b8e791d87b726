import FIDOAuthenticator
import FIDOMessages

/// The environment of a chip, whichever library it comes from.
struct ChipEnvironment: AuthenticatorEnvironment, Sendable {
    private var base: any AuthenticatorEnvironment & Sendable

    init(_ base: any AuthenticatorEnvironment & Sendable) {
        self.base = base
    }

    func supports(_ algorithm: COSEAlgorithm) -> Bool {
        self.base.supports(algorithm)
    }

    mutating func randomBytes(count: Int) -> [UInt8]? {
        self.base.randomBytes(count: count)
    }

    func sha256(_ message: Span<UInt8>) -> [UInt8] {
        self.base.sha256(message)
    }

    func hmacSHA256(_ message: Span<UInt8>, key: Span<UInt8>) -> [UInt8] {
        self.base.hmacSHA256(message, key: key)
    }

    func encryptAES256CBC(_ plaintext: Span<UInt8>, key: Span<UInt8>, initializationVector: Span<UInt8>) -> [UInt8]? {
        self.base.encryptAES256CBC(plaintext, key: key, initializationVector: initializationVector)
    }

    func decryptAES256CBC(_ ciphertext: Span<UInt8>, key: Span<UInt8>, initializationVector: Span<UInt8>) -> [UInt8]? {
        self.base.decryptAES256CBC(ciphertext, key: key, initializationVector: initializationVector)
    }

    mutating func makeKeyPair(_ algorithm: COSEAlgorithm) -> KeyPair? {
        self.base.makeKeyPair(algorithm)
    }

    func publicKey(of privateKey: Span<UInt8>, algorithm: COSEAlgorithm) -> [UInt8]? {
        self.base.publicKey(of: privateKey, algorithm: algorithm)
    }

    mutating func signature(of message: Span<UInt8>, privateKey: Span<UInt8>, algorithm: COSEAlgorithm) -> [UInt8]? {
        self.base.signature(of: message, privateKey: privateKey, algorithm: algorithm)
    }

    func sharedSecret(privateKey: Span<UInt8>, publicKey: Span<UInt8>) -> [UInt8]? {
        self.base.sharedSecret(privateKey: privateKey, publicKey: publicKey)
    }

    func attestationCertificates(_ kind: AttestationKind) -> [[UInt8]] {
        self.base.attestationCertificates(kind)
    }

    func attestationSignature(of message: Span<UInt8>, _ kind: AttestationKind) -> [UInt8]? {
        self.base.attestationSignature(of: message, kind)
    }
}
