import FIDOAuthenticator
package import FIDOMessages
package import LibCrypto
import OTPCore

/// An authenticator's environment on a host: libcrypto's keys, ciphers and random numbers.
///
/// Hashes are OTPCore's own, for an authenticator counts on them: they need no memory, so they cannot fail.
package struct LibCryptoEnvironment: AuthenticatorEnvironment, Sendable {
    /// How many keys stay loaded: as many as one person's devices and relying parties use at a time.
    private static let loadedKeyLimit = 16

    private let attestation: AttestationIdentity?
    private let enterpriseAttestation: AttestationIdentity?
    private var loadedKeys: [LoadedKey] = []

    /// Without an identity of a kind there is no attestation of that kind.
    package init(attestation: AttestationIdentity?, enterpriseAttestation: AttestationIdentity? = nil) {
        self.attestation = attestation
        self.enterpriseAttestation = enterpriseAttestation
    }

    package func supports(_ algorithm: COSEAlgorithm) -> Bool {
        algorithm == .es256 || algorithm == .edDSA
    }

    package mutating func randomBytes(count: Int) -> [UInt8]? {
        try? RandomBytes.array(count: count)
    }

    package func sha256(_ message: Span<UInt8>) -> [UInt8] {
        var hash = SHA256()
        hash.update(message)
        return hash.finalize().withBytes { digest in digest.indices.map { index in digest[index] } }
    }

    package func hmacSHA256(_ message: Span<UInt8>, key: Span<UInt8>) -> [UInt8] {
        var key = HMACKey(copying: key, algorithm: .sha256)
        defer { key.wipe() }
        let code = key.authenticationCode(for: message)
        return code.withBytes { code in code.indices.map { index in code[index] } }
    }

    package func encryptAES256CBC(
        _ plaintext: Span<UInt8>,
        key: Span<UInt8>,
        initializationVector: Span<UInt8>
    ) -> [UInt8]? {
        try? CBC.encryptBlocks(plaintext, with: .aes256, key: key, iv: initializationVector)
    }

    package func decryptAES256CBC(
        _ ciphertext: Span<UInt8>,
        key: Span<UInt8>,
        initializationVector: Span<UInt8>
    ) -> [UInt8]? {
        guard let text = try? CBC.decryptBlocks(ciphertext, with: .aes256, key: key, iv: initializationVector) else {
            return nil
        }
        return text.withBytes { text in text.indices.map { index in text[index] } }
    }

    /// The key ready to sign, from among those that were used last or loaded now.
    mutating func loadedKey(_ scalar: Span<UInt8>) -> LoadedKey? {
        for index in self.loadedKeys.indices where self.loadedKeys[index].isKey(of: scalar) {
            let key = self.loadedKeys.remove(at: index)
            self.loadedKeys.append(key)
            return key
        }
        guard let key = LoadedKey(scalar: scalar) else { return nil }
        if self.loadedKeys.count == Self.loadedKeyLimit { self.loadedKeys.removeFirst() }
        self.loadedKeys.append(key)
        return key
    }

    func attestationIdentity(_ kind: AttestationKind) -> AttestationIdentity? {
        switch kind {
        case .batch: self.attestation
        case .enterprise: self.enterpriseAttestation
        }
    }
}
