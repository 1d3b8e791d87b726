import CLibCrypto

extension HashFunction {
    /// The digest of these bytes.
    package func digest(of bytes: Span<UInt8>) throws(LibCryptoFailure) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: self.digestByteCount)
        let made = unsafe bytes.withUnsafeBytes { bytes in
            unsafe digest.withUnsafeMutableBufferPointer { digest in
                unsafe EVP_Digest(bytes.baseAddress, bytes.count, digest.baseAddress, nil, self.description, nil)
            }
        }
        guard made == 1 else { throw LibCryptoFailure("EVP_Digest") }
        return digest
    }
}
