import Synchronization

/// The key that an authenticator attests with and the certificates that speak for it, Web Authentication level 3, section
/// 6.5.3: the devices of a batch share one.
package final class AttestationIdentity: Sendable {
    /// The certificate of the key first, then those that lead to a root; the root itself may be left out.
    package let chain: [Certificate]

    private let key: P256PrivateKey
    private let signer: Mutex<P256Signer>

    /// Joins a key and its certificates.
    package init(key: consuming P256PrivateKey, chain: [Certificate]) throws(AttestationIdentityError) {
        guard let certified = chain.first else { throw .noCertificate }
        let publicKey: P256PublicKey
        do {
            publicKey = try key.publicKey()
            self.signer = Mutex(try P256Signer(key))
        } catch {
            throw .library(error)
        }
        guard certified.publicKey == publicKey else { throw .otherKey }
        self.chain = chain
        self.key = key
    }

    /// Reads a user's own key and certificates, both in PEM.
    package convenience init(keyText: Span<UInt8>, chainText: Span<UInt8>) throws(AttestationIdentityError) {
        let chain: [Certificate]
        do {
            chain = try PEM.certificates(in: chainText)
        } catch {
            throw .chain(error)
        }
        let key: P256PrivateKey
        do {
            key = try PEM.privateKey(in: keyText)
        } catch {
            throw .key(error)
        }
        try self.init(key: key, chain: chain)
    }

    /// Signs a SHA-256 digest, in DER.
    package func encodedSignature(for digest: Span<UInt8>) throws(LibCryptoFailure) -> [UInt8] {
        try self.signer.withLock { signer throws(LibCryptoFailure) in try signer.encodedSignature(for: digest) }
    }

    /// The key in PEM, for whoever stores the identity.
    package func keyText() throws(LibCryptoFailure) -> SecretBytes {
        try PEM.text(of: self.key)
    }

    /// The certificates in PEM.
    package var chainText: String { PEM.text(of: self.chain) }
}
