import CLibCrypto

/// Bytes from libcrypto's random generator, NIST SP 800-90A, seeded by the operating system.
package enum RandomBytes {
    /// Fills the whole buffer; on failure nothing in it may be used.
    package static func fill(_ buffer: inout MutableSpan<UInt8>) throws(LibCryptoFailure) {
        let filled = unsafe buffer.withUnsafeMutableBufferPointer { bytes in
            guard bytes.count > 0 else { return true }
            guard let count = Int32(exactly: bytes.count) else { return false }
            return unsafe RAND_bytes(bytes.baseAddress, count) == 1
        }
        guard filled else { throw LibCryptoFailure("RAND_bytes") }
    }

    /// A fresh array, for salts, nonces and challenges: values that are not secret themselves.
    package static func array(count: Int) throws(LibCryptoFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var span = bytes.mutableSpan
        try Self.fill(&span)
        return bytes
    }

    /// A fresh secret that wipes itself.
    package static func secret(count: Int) throws(LibCryptoFailure) -> SecretBytes {
        try SecretBytes(count: count) { span throws(LibCryptoFailure) in try Self.fill(&span) }
    }
}
