package import FIDOAuthenticator
package import FIDOMessages
import LibCrypto

extension LibCryptoEnvironment {
    package mutating func makeKeyPair(_ algorithm: COSEAlgorithm) -> KeyPair? {
        switch algorithm {
        case .es256:
            guard let key = try? P256PrivateKey.generate(), let publicKey = try? key.publicKey() else { return nil }
            return KeyPair(
                privateKey: key.withScalar { scalar in scalar.indices.map { index in scalar[index] } },
                publicKey: Array(publicKey.uncompressed.dropFirst())
            )
        case .edDSA:
            guard let seed = try? RandomBytes.array(count: Ed25519.keyByteCount),
                let publicKey = try? Ed25519.publicKey(of: seed.span)
            else { return nil }
            return KeyPair(privateKey: seed, publicKey: publicKey)
        default: return nil
        }
    }

    package func publicKey(of privateKey: Span<UInt8>, algorithm: COSEAlgorithm) -> [UInt8]? {
        switch algorithm {
        case .es256:
            guard let key = P256PrivateKey(scalar: privateKey), let publicKey = try? key.publicKey() else { return nil }
            return Array(publicKey.uncompressed.dropFirst())
        case .edDSA: return try? Ed25519.publicKey(of: privateKey)
        default: return nil
        }
    }

    package mutating func signature(
        of message: Span<UInt8>,
        privateKey: Span<UInt8>,
        algorithm: COSEAlgorithm
    ) -> [UInt8]? {
        switch algorithm {
        case .es256: self.loadedKey(privateKey)?.encodedSignature(for: self.sha256(message).span)
        case .edDSA: try? Ed25519.signature(for: message, seed: privateKey)
        default: nil
        }
    }

    package func sharedSecret(privateKey: Span<UInt8>, publicKey: Span<UInt8>) -> [UInt8]? {
        guard publicKey.count == 2 * P256.scalarByteCount,
            let peer = P256PublicKey(
                x: publicKey.extracting(..<P256.scalarByteCount),
                y: publicKey.extracting(P256.scalarByteCount...)
            ),
            let key = P256PrivateKey(scalar: privateKey), let secret = try? key.sharedSecret(with: peer)
        else { return nil }
        return secret.withBytes { secret in secret.indices.map { index in secret[index] } }
    }

    package func attestationCertificates(_ kind: AttestationKind) -> [[UInt8]] {
        self.attestationIdentity(kind)?.chain.map(\.der) ?? []
    }

    package func attestationSignature(of message: Span<UInt8>, _ kind: AttestationKind) -> [UInt8]? {
        try? self.attestationIdentity(kind)?.encodedSignature(for: self.sha256(message).span)
    }
}
