import AuthenticatorCrypto
import FIDOAuthenticator
import FIDOMessages
import LibCrypto

/// Real cryptography with numbers that are the same in every run, so that an input that fails fails again.
struct FuzzEnvironment: AuthenticatorEnvironment {
    private var real = Self.shared
    private var state: UInt64 = 1

    /// One attestation key for all runs of a process: making one takes longer than most inputs.
    private static let shared: LibCryptoEnvironment = {
        guard
            let root = try? CertificateAuthority(name: AttestationIdentity.testRootName),
            let identity = try? AttestationIdentity.make(for: .full, under: root)
        else { fatalError("libcrypto makes no key") }
        return LibCryptoEnvironment(attestation: identity, enterpriseAttestation: identity)
    }()

    mutating func randomBytes(count: Int) -> [UInt8]? {
        (0..<count).map { _ in
            self.state = self.state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: self.state >> 33)
        }
    }

    mutating func makeKeyPair(_ algorithm: COSEAlgorithm) -> KeyPair? {
        guard let privateKey = self.randomBytes(count: 32) else { return nil }
        return self.real.publicKey(of: privateKey.span, algorithm: algorithm).map {
            KeyPair(privateKey: privateKey, publicKey: $0)
        }
    }

    func supports(_ algorithm: COSEAlgorithm) -> Bool {
        self.real.supports(algorithm)
    }

    func sha256(_ message: Span<UInt8>) -> [UInt8] {
        self.real.sha256(message)
    }

    func hmacSHA256(_ message: Span<UInt8>, key: Span<UInt8>) -> [UInt8] {
        self.real.hmacSHA256(message, key: key)
    }

    func encryptAES256CBC(
        _ plaintext: Span<UInt8>,
        key: Span<UInt8>,
        initializationVector: Span<UInt8>
    ) -> [UInt8]? {
        self.real.encryptAES256CBC(plaintext, key: key, initializationVector: initializationVector)
    }

    func decryptAES256CBC(
        _ ciphertext: Span<UInt8>,
        key: Span<UInt8>,
        initializationVector: Span<UInt8>
    ) -> [UInt8]? {
        self.real.decryptAES256CBC(ciphertext, key: key, initializationVector: initializationVector)
    }

    func publicKey(of privateKey: Span<UInt8>, algorithm: COSEAlgorithm) -> [UInt8]? {
        self.real.publicKey(of: privateKey, algorithm: algorithm)
    }

    mutating func signature(
        of message: Span<UInt8>,
        privateKey: Span<UInt8>,
        algorithm: COSEAlgorithm
    ) -> [UInt8]? {
        self.real.signature(of: message, privateKey: privateKey, algorithm: algorithm)
    }

    func sharedSecret(privateKey: Span<UInt8>, publicKey: Span<UInt8>) -> [UInt8]? {
        self.real.sharedSecret(privateKey: privateKey, publicKey: publicKey)
    }

    func attestationCertificates(_ kind: AttestationKind) -> [[UInt8]] {
        self.real.attestationCertificates(kind)
    }

    func attestationSignature(of message: Span<UInt8>, _ kind: AttestationKind) -> [UInt8]? {
        self.real.attestationSignature(of: message, kind)
    }
}
