import CLibCrypto

/// A private key of P-256: a scalar d with 0 < d < n, wiped when its owner is gone.
package struct P256PrivateKey: ~Copyable, Sendable {
    private let scalar: SecretBytes

    /// Takes a scalar of 32 bytes, most significant first; nil for zero, for n and above, and for another length.
    package init?(scalar: Span<UInt8>) {
        guard P256.isScalar(scalar) else { return nil }
        self.scalar = SecretBytes(copying: scalar)
    }

    private init(proved scalar: consuming SecretBytes) {
        self.scalar = scalar
    }

    /// Makes a key, FIPS 186-5, appendix A.2.2: random bytes until they are a scalar, which the first nearly always are.
    package static func generate() throws(LibCryptoFailure) -> P256PrivateKey {
        while true {
            let candidate = try SecretBytes(count: P256.scalarByteCount) { bytes throws(LibCryptoFailure) in
                let filled = unsafe bytes.withUnsafeMutableBufferPointer { bytes in
                    unsafe RAND_priv_bytes(bytes.baseAddress, Int32(clamping: bytes.count))
                }
                guard filled == 1 else { throw LibCryptoFailure("RAND_priv_bytes") }
            }
            if candidate.withBytes({ bytes in P256.isScalar(bytes) }) { return P256PrivateKey(proved: candidate) }
        }
    }

    /// Lends the scalar for as long as the closure runs.
    package borrowing func withScalar<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try self.scalar.withBytes(body)
    }

    /// The point d * G.
    package borrowing func publicKey() throws(LibCryptoFailure) -> P256PublicKey {
        P256PublicKey(
            proved: try self.scalar.withBytes { scalar throws(LibCryptoFailure) in
                try P256Group.publicPoint(of: scalar)
            }
        )
    }

    /// The x-coordinate of d * Q, elliptic curve Diffie-Hellman, NIST SP 800-56A revision 3, section 5.7.1.2.
    package borrowing func sharedSecret(with peer: P256PublicKey) throws(LibCryptoFailure) -> SecretBytes {
        let mine = try self.scalar.withBytes { scalar throws(LibCryptoFailure) in try EVPKey(p256Scalar: scalar) }
        let theirs = try EVPKey(peer)
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, mine.pointer, nil) else {
            throw LibCryptoFailure("EVP_PKEY_CTX_new_from_pkey")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe EVP_PKEY_derive_init(context) == 1, unsafe EVP_PKEY_derive_set_peer(context, theirs.pointer) == 1
        else { throw LibCryptoFailure("EVP_PKEY_derive_set_peer") }
        return try SecretBytes(count: P256.scalarByteCount) { secret throws(LibCryptoFailure) in
            let derived = unsafe secret.withUnsafeMutableBufferPointer { secret in
                var count = secret.count
                let status = unsafe EVP_PKEY_derive(context, secret.baseAddress, &count)
                return status == 1 && count == secret.count
            }
            guard derived else { throw LibCryptoFailure("EVP_PKEY_derive") }
        }
    }

    /// Signs a SHA-256 digest; to sign more than once, load a ``P256Signer``.
    package borrowing func signature(for digest: Span<UInt8>) throws(LibCryptoFailure) -> P256Signature {
        var signer = try P256Signer(self)
        return try signer.signature(for: digest)
    }
}
