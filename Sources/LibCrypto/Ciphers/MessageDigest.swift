import CLibCrypto

/// A hash function that is fed piece by piece: for files, where the codes' own in OTPCore would be slow.
///
/// `@safe`: the context is owned, set once and never handed out.
@safe
package struct MessageDigest: ~Copyable {
    private let context: OpaquePointer
    private let hash: HashFunction

    package init(_ hash: HashFunction) throws(LibCryptoFailure) {
        guard let context = unsafe EVP_MD_CTX_new() else { throw LibCryptoFailure("EVP_MD_CTX_new") }
        guard unsafe EVP_DigestInit_ex2(context, hash.description, nil) == 1 else {
            unsafe EVP_MD_CTX_free(context)
            throw LibCryptoFailure("EVP_DigestInit_ex2")
        }
        unsafe self.context = context
        self.hash = hash
    }

    deinit {
        unsafe EVP_MD_CTX_free(self.context)
    }

    /// Takes the next bytes.
    package mutating func update(_ bytes: Span<UInt8>) throws(LibCryptoFailure) {
        let context = unsafe self.context
        let status = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        }
        guard status == 1 else { throw LibCryptoFailure("EVP_DigestUpdate") }
    }

    /// The digest of all bytes; the value takes no more after it.
    package mutating func finalize() throws(LibCryptoFailure) -> [UInt8] {
        let context = unsafe self.context
        var digest = [UInt8](repeating: 0, count: self.hash.digestByteCount)
        let status = unsafe digest.withUnsafeMutableBufferPointer { digest in
            unsafe EVP_DigestFinal_ex(context, digest.baseAddress, nil)
        }
        guard status == 1 else { throw LibCryptoFailure("EVP_DigestFinal_ex") }
        return digest
    }
}
