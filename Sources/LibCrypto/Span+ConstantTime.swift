import CLibCrypto

extension Span<UInt8> {
    /// Whether both hold the same bytes, in a time that depends on their length alone.
    ///
    /// The lengths themselves are not secret: spans of unequal length are unequal at once.
    package func isEqualInConstantTime(to other: Span<UInt8>) -> Bool {
        guard self.count == other.count else { return false }
        return unsafe self.withUnsafeBufferPointer { mine in
            unsafe other.withUnsafeBufferPointer { theirs in
                unsafe mine.isEmpty || CRYPTO_memcmp(mine.baseAddress, theirs.baseAddress, mine.count) == 0
            }
        }
    }
}
