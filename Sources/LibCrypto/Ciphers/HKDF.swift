import CLibCrypto

/// HKDF, RFC 5869: keys for several uses out of one secret.
package enum HKDF {
    /// Extracts and expands.
    ///
    /// - Parameters:
    ///   - secret: The input keying material.
    ///   - salt: Zeros in the length of a digest, if empty.
    ///   - info: What the key is for.
    ///   - hash: The hash function of the HMAC.
    ///   - count: The length of the key; at most 255 digests.
    /// - Returns: The output keying material.
    /// - Throws: ``LibCryptoFailure``, also for a key that is too long.
    package static func derive(
        from secret: Span<UInt8>,
        salt: Span<UInt8>,
        info: Span<UInt8>,
        hash: HashFunction,
        count: Int
    ) throws(LibCryptoFailure) -> SecretBytes {
        guard let context = unsafe EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nil) else {
            throw LibCryptoFailure("EVP_PKEY_CTX_new_id")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        let isReady = unsafe secret.withUnsafeBufferPointer { secret in
            unsafe salt.withUnsafeBufferPointer { salt in
                unsafe info.withUnsafeBufferPointer { info in
                    unsafe EVP_PKEY_derive_init(context) == 1
                        && EVP_PKEY_CTX_set_hkdf_md(context, hash.description) == 1
                        && EVP_PKEY_CTX_set1_hkdf_key(context, secret.baseAddress, Int32(clamping: secret.count)) == 1
                        && (salt.isEmpty
                            || EVP_PKEY_CTX_set1_hkdf_salt(context, salt.baseAddress, Int32(clamping: salt.count)) == 1)
                        && (info.isEmpty
                            || EVP_PKEY_CTX_add1_hkdf_info(context, info.baseAddress, Int32(clamping: info.count)) == 1)
                }
            }
        }
        guard isReady else { throw LibCryptoFailure("EVP_PKEY_CTX_set1_hkdf_key") }
        return try SecretBytes(count: count) { key throws(LibCryptoFailure) in
            let derived = unsafe key.withUnsafeMutableBufferPointer { key in
                var count = key.count
                let status = unsafe EVP_PKEY_derive(context, key.baseAddress, &count)
                return status == 1 && count == key.count
            }
            guard derived else { throw LibCryptoFailure("EVP_PKEY_derive") }
        }
    }
}
