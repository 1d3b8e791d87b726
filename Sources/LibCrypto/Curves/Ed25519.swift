import CLibCrypto

/// Ed25519, RFC 8032, section 5.1.
package enum Ed25519 {
    /// The length of a private key's seed and of a public key, in bytes.
    package static let keyByteCount = 32

    /// The length of a signature, in bytes.
    package static let signatureByteCount = 64

    /// The public key of a private seed of 32 bytes.
    package static func publicKey(of seed: Span<UInt8>) throws(LibCryptoFailure) -> [UInt8] {
        let key = try Self.load(seed, isPrivate: true)
        var point = [UInt8](repeating: 0, count: Self.keyByteCount)
        let written = unsafe point.withUnsafeMutableBufferPointer { point in
            var count = point.count
            let status = unsafe EVP_PKEY_get_raw_public_key(key.pointer, point.baseAddress, &count)
            return status == 1 && count == point.count
        }
        guard written else { throw LibCryptoFailure("EVP_PKEY_get_raw_public_key") }
        return point
    }

    /// Signs a message of any length with a private seed of 32 bytes.
    package static func signature(
        for message: Span<UInt8>,
        seed: Span<UInt8>
    ) throws(LibCryptoFailure) -> [UInt8] {
        let key = try Self.load(seed, isPrivate: true)
        guard let context = unsafe EVP_MD_CTX_new() else { throw LibCryptoFailure("EVP_MD_CTX_new") }
        defer { unsafe EVP_MD_CTX_free(context) }
        guard unsafe EVP_DigestSignInit(context, nil, nil, nil, key.pointer) == 1 else {
            throw LibCryptoFailure("EVP_DigestSignInit")
        }
        var signature = [UInt8](repeating: 0, count: Self.signatureByteCount)
        let signed = unsafe message.withUnsafeBufferPointer { message in
            unsafe signature.withUnsafeMutableBufferPointer { signature in
                var count = signature.count
                let status = unsafe EVP_DigestSign(
                    context,
                    signature.baseAddress,
                    &count,
                    message.baseAddress,
                    message.count
                )
                return status == 1 && count == signature.count
            }
        }
        guard signed else { throw LibCryptoFailure("EVP_DigestSign") }
        return signature
    }

    /// Whether this is a signature of the message by the key; false for anything malformed.
    package static func isValid(
        _ signature: Span<UInt8>,
        for message: Span<UInt8>,
        publicKey: Span<UInt8>
    ) throws(LibCryptoFailure) -> Bool {
        guard signature.count == Self.signatureByteCount, publicKey.count == Self.keyByteCount else { return false }
        let key = try Self.load(publicKey, isPrivate: false)
        guard let context = unsafe EVP_MD_CTX_new() else { throw LibCryptoFailure("EVP_MD_CTX_new") }
        defer { unsafe EVP_MD_CTX_free(context) }
        guard unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key.pointer) == 1 else {
            throw LibCryptoFailure("EVP_DigestVerifyInit")
        }
        let status = unsafe signature.withUnsafeBufferPointer { signature in
            unsafe message.withUnsafeBufferPointer { message in
                unsafe EVP_DigestVerify(
                    context,
                    signature.baseAddress,
                    signature.count,
                    message.baseAddress,
                    message.count
                )
            }
        }
        if status != 1 { ERR_clear_error() }
        return status == 1
    }

    private static func load(_ bytes: Span<UInt8>, isPrivate: Bool) throws(LibCryptoFailure) -> EVPKey {
        let key = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe isPrivate
                ? EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, bytes.baseAddress, bytes.count)
                : EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes.baseAddress, bytes.count)
        }
        guard let key = unsafe key else { throw LibCryptoFailure("EVP_PKEY_new_raw_private_key") }
        return unsafe EVPKey(owning: key)
    }
}
