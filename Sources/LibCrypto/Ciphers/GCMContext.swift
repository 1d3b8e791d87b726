import CLibCrypto

/// AES-256-GCM with one key and one nonce, in one direction.
///
/// `@safe`: the context is owned, set once and never handed out.
@safe
struct GCMContext: ~Copyable {
    private let context: OpaquePointer

    static func make(key: Span<UInt8>, nonce: Span<UInt8>, encrypts: Bool) throws(CipherError) -> GCMContext {
        guard key.count == GCM.keyByteCount else { throw .keyLength(key.count) }
        guard nonce.count == GCM.nonceByteCount else { throw .textLength(nonce.count) }
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw .library(LibCryptoFailure("EVP_CIPHER_CTX_new")) }
        let made = unsafe GCMContext(owning: context)
        guard let cipher = unsafe EVP_CIPHER_fetch(nil, "AES-256-GCM", nil) else {
            throw .library(LibCryptoFailure("EVP_CIPHER_fetch"))
        }
        defer { unsafe EVP_CIPHER_free(cipher) }
        let status = unsafe key.withUnsafeBufferPointer { key in
            unsafe nonce.withUnsafeBufferPointer { nonce in
                unsafe EVP_CipherInit_ex2(context, cipher, key.baseAddress, nonce.baseAddress, encrypts ? 1 : 0, nil)
            }
        }
        guard status == 1 else { throw .library(LibCryptoFailure("EVP_CipherInit_ex2")) }
        return made
    }

    private init(owning context: OpaquePointer) {
        unsafe self.context = context
    }

    deinit {
        // Also wipes the key schedule.
        unsafe EVP_CIPHER_CTX_free(self.context)
    }

    /// Takes associated data in, before any text.
    mutating func authenticate(_ associated: Span<UInt8>) throws(CipherError) {
        guard !associated.isEmpty else { return }
        guard let count = Int32(exactly: associated.count) else { throw .textLength(associated.count) }
        let context = unsafe self.context
        let status = unsafe associated.withUnsafeBufferPointer { associated in
            var taken: Int32 = 0
            return unsafe EVP_CipherUpdate(context, nil, &taken, associated.baseAddress, count)
        }
        guard status == 1 else { throw .library(LibCryptoFailure("EVP_CipherUpdate")) }
    }

    /// Works on the whole text, in place.
    mutating func process(_ text: inout MutableSpan<UInt8>) throws(CipherError) {
        guard !text.isEmpty else { return }
        guard let count = Int32(exactly: text.count) else { throw .textLength(text.count) }
        let context = unsafe self.context
        let processed = unsafe text.withUnsafeMutableBufferPointer { text in
            var written: Int32 = 0
            let status = unsafe EVP_CipherUpdate(context, text.baseAddress, &written, text.baseAddress, count)
            return status == 1 && written == count
        }
        guard processed else { throw .library(LibCryptoFailure("EVP_CipherUpdate")) }
    }

    /// Ends an encryption.
    mutating func tag(byteCount: Int) throws(CipherError) -> [UInt8] {
        var none: UInt8 = 0
        var written: Int32 = 0
        guard unsafe EVP_CipherFinal_ex(self.context, &none, &written) == 1 else {
            throw .library(LibCryptoFailure("EVP_CipherFinal_ex"))
        }
        let context = unsafe self.context
        var tag = [UInt8](repeating: 0, count: byteCount)
        let status = unsafe tag.withUnsafeMutableBufferPointer { tag in
            unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(byteCount), tag.baseAddress)
        }
        guard status == 1 else { throw .library(LibCryptoFailure("EVP_CIPHER_CTX_ctrl")) }
        return tag
    }

    /// Ends a decryption; libcrypto compares the tags in constant time.
    mutating func check(tag: Span<UInt8>) throws(CipherError) {
        let context = unsafe self.context
        var copy = tag.indices.map { tag[$0] }
        let status = unsafe copy.withUnsafeMutableBufferPointer { tag in
            unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), tag.baseAddress)
        }
        guard status == 1 else { throw .library(LibCryptoFailure("EVP_CIPHER_CTX_ctrl")) }
        var none: UInt8 = 0
        var written: Int32 = 0
        guard unsafe EVP_CipherFinal_ex(context, &none, &written) == 1 else {
            // Nothing in libcrypto's queue may be laid to the next call.
            _ = LibCryptoFailure("EVP_CipherFinal_ex")
            throw .damaged
        }
    }
}
