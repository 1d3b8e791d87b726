import CLibCrypto

/// One cipher with one key, in one direction, without padding: blocks in, as many blocks out.
///
/// `@safe`: the context is owned, set once and never handed out.
@safe
struct CipherContext: ~Copyable {
    private let context: OpaquePointer

    /// The initialisation vector is one block for CBC, nothing for ECB.
    static func make(
        _ cipher: BlockCipher,
        mode: CipherMode,
        key: Span<UInt8>,
        iv: Span<UInt8>,
        encrypts: Bool
    ) throws(CipherError) -> CipherContext {
        // Two-key Triple DES is three-key Triple DES with the first key again, NIST SP 800-67.
        let repeats = cipher == .tripleDES && key.count == 16
        guard key.count == cipher.keyByteCount || repeats else { throw .keyLength(key.count) }
        guard iv.count == (mode == .cbc ? cipher.blockByteCount : 0) else { throw .textLength(iv.count) }
        let fullKey = SecretBytes(count: cipher.keyByteCount) { full in
            for index in full.indices { full[index] = key[index < key.count ? index : index - key.count] }
        }
        guard let fetched = unsafe EVP_CIPHER_fetch(nil, cipher.providerName(mode: mode), nil) else {
            throw .library(LibCryptoFailure("EVP_CIPHER_fetch"))
        }
        defer { unsafe EVP_CIPHER_free(fetched) }
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw .library(LibCryptoFailure("EVP_CIPHER_CTX_new")) }
        let made = unsafe CipherContext(owning: context)
        let started = fullKey.withBytes { key in
            unsafe key.withUnsafeBufferPointer { key in
                unsafe iv.withUnsafeBufferPointer { iv in
                    unsafe EVP_CipherInit_ex2(context, fetched, key.baseAddress, iv.baseAddress, encrypts ? 1 : 0, nil)
                }
            }
        }
        guard started == 1, unsafe EVP_CIPHER_CTX_set_padding(context, 0) == 1 else {
            throw .library(LibCryptoFailure("EVP_CipherInit_ex2"))
        }
        return made
    }

    private init(owning context: OpaquePointer) {
        unsafe self.context = context
    }

    deinit {
        // Also wipes the key schedule.
        unsafe EVP_CIPHER_CTX_free(self.context)
    }

    /// Works on whole blocks, in place.
    mutating func process(_ blocks: inout MutableSpan<UInt8>) throws(CipherError) {
        guard let count = Int32(exactly: blocks.count), count > 0 else { throw .textLength(blocks.count) }
        let context = unsafe self.context
        let processed = unsafe blocks.withUnsafeMutableBufferPointer { blocks in
            var written: Int32 = 0
            let status = unsafe EVP_CipherUpdate(context, blocks.baseAddress, &written, blocks.baseAddress, count)
            return status == 1 && written == count
        }
        guard processed else { throw .library(LibCryptoFailure("EVP_CipherUpdate")) }
    }
}
