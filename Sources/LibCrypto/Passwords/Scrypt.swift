import CLibCrypto

/// The scrypt key derivation, RFC 7914, section 6.
package enum Scrypt {
    /// Derives `count` bytes; both password and salt may be empty.
    package static func derive(
        from password: Span<UInt8>,
        salt: Span<UInt8>,
        cost: ScryptCost,
        count: Int
    ) throws(LibCryptoFailure) -> [UInt8] {
        // The library takes a null password for "check the parameters only", so an empty one needs an address.
        let empty: [CChar] = [0]
        var derived = [UInt8](repeating: 0, count: count)
        let done = unsafe password.withUnsafeBytes { password in
            unsafe salt.withUnsafeBytes { salt in
                unsafe empty.withUnsafeBytes { empty in
                    unsafe derived.withUnsafeMutableBufferPointer { derived in
                        unsafe EVP_PBE_scrypt(
                            (password.baseAddress ?? empty.baseAddress)?.assumingMemoryBound(to: CChar.self),
                            password.count,
                            salt.baseAddress?.assumingMemoryBound(to: UInt8.self),
                            salt.count,
                            1 << UInt64(cost.logN),
                            UInt64(cost.blockSize),
                            UInt64(cost.parallelization),
                            UInt64(2 * ScryptCost.memoryLimit),
                            derived.baseAddress,
                            derived.count
                        )
                    }
                }
            }
        }
        guard done == 1 else { throw LibCryptoFailure("EVP_PBE_scrypt") }
        return derived
    }
}
