import CLibCrypto

/// PBKDF2, RFC 8018, section 5.2: the password-based key derivation of key containers.
package enum PBKDF2 {
    /// The most iterations that are run for a file: about ten seconds.
    package static let iterationLimit = 10_000_000

    /// Derives a key; iterations outside 1 to ``iterationLimit`` are refused by the library's own error.
    package static func derive(
        from password: Span<UInt8>,
        salt: Span<UInt8>,
        iterations: Int,
        hash: HashFunction,
        count: Int
    ) throws(LibCryptoFailure) -> SecretBytes {
        try SecretBytes(count: count) { key throws(LibCryptoFailure) in
            let iterations = (1...Self.iterationLimit).contains(iterations) ? Int32(iterations) : 0
            let derived = unsafe password.withUnsafeBytes { password in
                unsafe salt.withUnsafeBytes { salt in
                    unsafe key.withUnsafeMutableBufferPointer { key in
                        unsafe PKCS5_PBKDF2_HMAC(
                            password.baseAddress?.assumingMemoryBound(to: CChar.self),
                            Int32(clamping: password.count),
                            salt.baseAddress?.assumingMemoryBound(to: UInt8.self),
                            Int32(clamping: salt.count),
                            iterations,
                            hash.description,
                            Int32(clamping: key.count),
                            key.baseAddress
                        )
                    }
                }
            }
            guard derived == 1 else { throw LibCryptoFailure("PKCS5_PBKDF2_HMAC") }
        }
    }
}
