import CLibCrypto

/// The private half of an RSA key, RFC 8017, to open what was encrypted under the public one.
///
/// `@safe`: the key is owned, set once and never handed out; libcrypto overwrites it when it is freed.
@safe
package final class RSAPrivateKey: @unchecked Sendable {
    /// How a text was padded before it was encrypted.
    package enum Padding: Equatable, Sendable {
        /// RSAES-PKCS1-v1_5, RFC 8017, section 7.2.
        case pkcs1

        /// RSAES-OAEP, section 7.1, with its two hash functions and an empty label.
        case oaep(HashFunction, mask: HashFunction)
    }

    private let key: OpaquePointer

    /// Reads an unencrypted private key in PEM; nil for anything else.
    package init?(pem text: Span<UInt8>) {
        guard let count = Int32(exactly: text.count), count > 0 else { return nil }
        // Without a function that asks, libcrypto would ask for a password on the terminal.
        let parsed = unsafe text.withUnsafeBytes { text -> OpaquePointer? in
            guard let input = unsafe BIO_new_mem_buf(text.baseAddress, count) else { return nil }
            defer { unsafe BIO_free(input) }
            return unsafe PEM_read_bio_PrivateKey(input, nil, { _, _, _, _ in -1 }, nil)
        }
        ERR_clear_error()
        guard let parsed = unsafe parsed else { return nil }
        guard unsafe EVP_PKEY_is_a(parsed, "RSA") == 1 else {
            unsafe EVP_PKEY_free(parsed)
            return nil
        }
        unsafe self.key = parsed
    }

    deinit {
        unsafe EVP_PKEY_free(self.key)
    }

    /// Opens a text; a wrong padding is ``CipherError/damaged``, as is a text for another key.
    package func decrypt(_ text: Span<UInt8>, padding: Padding) throws(CipherError) -> SecretBytes {
        guard let context = unsafe EVP_PKEY_CTX_new(self.key, nil) else {
            throw .library(LibCryptoFailure("EVP_PKEY_CTX_new"))
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe EVP_PKEY_decrypt_init(context) == 1, unsafe Self.set(padding, in: context) else {
            throw .library(LibCryptoFailure("EVP_PKEY_decrypt_init"))
        }
        guard text.count == Int(unsafe EVP_PKEY_get_size(self.key)) else { throw .textLength(text.count) }
        var count = text.count
        var opened = SecretBytes(zeroed: count)
        let status = opened.withMutableBytes { opened in
            unsafe text.withUnsafeBufferPointer { text in
                unsafe opened.withUnsafeMutableBufferPointer { opened in
                    unsafe EVP_PKEY_decrypt(context, opened.baseAddress, &count, text.baseAddress, text.count)
                }
            }
        }
        guard status == 1 else {
            ERR_clear_error()
            throw .damaged
        }
        return opened.withBytes { bytes in SecretBytes(copying: bytes.extracting(first: count)) }
    }

    private static func set(_ padding: Padding, in context: OpaquePointer) -> Bool {
        switch padding {
        case .pkcs1:
            return unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1
        case .oaep(let hash, let mask):
            return unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1
                && EVP_PKEY_CTX_set_rsa_oaep_md(context, hash.description) == 1
                && EVP_PKEY_CTX_set_rsa_mgf1_md(context, mask.description) == 1
        }
    }
}
