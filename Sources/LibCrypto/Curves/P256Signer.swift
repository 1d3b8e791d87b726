import CLibCrypto

/// A private key of P-256 that is loaded to sign: loading costs nearly as much as one signature, so it pays to keep it.
///
/// `@safe`: the context is owned, set once and never handed out.
@safe
package struct P256Signer: ~Copyable, @unchecked Sendable {
    /// More than a signature in DER takes: two numbers of 33 bytes with their headers.
    private static let signatureByteLimit = 80

    private let context: OpaquePointer

    /// Loads a key.
    package init(_ key: borrowing P256PrivateKey) throws(LibCryptoFailure) {
        self = try Self.load(key)
    }

    private static func load(_ key: borrowing P256PrivateKey) throws(LibCryptoFailure) -> P256Signer {
        let loaded = try key.withScalar { scalar throws(LibCryptoFailure) in try EVPKey(p256Scalar: scalar) }
        // The context keeps a reference to the key.
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, loaded.pointer, nil) else {
            throw LibCryptoFailure("EVP_PKEY_CTX_new_from_pkey")
        }
        let signer = unsafe P256Signer(owning: context)
        guard unsafe EVP_PKEY_sign_init(context) == 1 else { throw LibCryptoFailure("EVP_PKEY_sign_init") }
        return signer
    }

    private init(owning context: OpaquePointer) {
        unsafe self.context = context
    }

    deinit {
        // Wipes the key with its last reference.
        unsafe EVP_PKEY_CTX_free(self.context)
    }

    /// Signs a SHA-256 digest with ECDSA under a fresh random number, FIPS 186-5, section 6.4.1.
    ///
    /// - Returns: The signature in DER, as certificates and Web Authentication have it.
    /// - Throws: ``LibCryptoFailure``, also for a digest that is not of 32 bytes.
    package mutating func encodedSignature(for digest: Span<UInt8>) throws(LibCryptoFailure) -> [UInt8] {
        let context = unsafe self.context
        var signature = [UInt8](repeating: 0, count: Self.signatureByteLimit)
        let count = unsafe digest.withUnsafeBufferPointer { digest in
            unsafe signature.withUnsafeMutableBufferPointer { signature -> Int? in
                guard digest.count == HashFunction.sha256.digestByteCount else { return nil }
                var count = signature.count
                let status = unsafe EVP_PKEY_sign(
                    context,
                    signature.baseAddress,
                    &count,
                    digest.baseAddress,
                    digest.count
                )
                return status == 1 ? count : nil
            }
        }
        guard let count, count <= signature.count else { throw LibCryptoFailure("EVP_PKEY_sign") }
        signature.removeLast(signature.count - count)
        return signature
    }

    /// Signs a SHA-256 digest, as ``encodedSignature(for:)`` does.
    package mutating func signature(for digest: Span<UInt8>) throws(LibCryptoFailure) -> P256Signature {
        let encoded = try self.encodedSignature(for: digest)
        guard let signature = P256Signature(der: encoded.span) else { throw LibCryptoFailure("EVP_PKEY_sign") }
        return signature
    }
}
