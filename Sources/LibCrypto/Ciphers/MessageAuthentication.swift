import CLibCrypto

/// HMAC, RFC 2104, over any of the hash functions: for files, where speed is the XML's; OTP codes have their own in OTPCore.
package enum MessageAuthentication {
    /// The code of a message.
    package static func code(
        for message: Span<UInt8>,
        key: Span<UInt8>,
        hash: HashFunction
    ) throws(LibCryptoFailure) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: hash.digestByteCount)
        let made = unsafe key.withUnsafeBufferPointer { key in
            unsafe message.withUnsafeBufferPointer { message in
                unsafe code.withUnsafeMutableBufferPointer { code in
                    var count = 0
                    let result = unsafe EVP_Q_mac(
                        nil,
                        "HMAC",
                        nil,
                        hash.providerName,
                        nil,
                        key.baseAddress,
                        key.count,
                        message.baseAddress,
                        message.count,
                        code.baseAddress,
                        code.count,
                        &count
                    )
                    return unsafe result != nil && count == code.count
                }
            }
        }
        guard made else { throw LibCryptoFailure("EVP_Q_mac") }
        return code
    }

    /// Whether this is the code of the message; every byte of it, compared in constant time.
    package static func isValid(
        _ code: Span<UInt8>,
        for message: Span<UInt8>,
        key: Span<UInt8>,
        hash: HashFunction
    ) throws(LibCryptoFailure) -> Bool {
        let expected = try Self.code(for: message, key: key, hash: hash)
        return expected.span.isEqualInConstantTime(to: code)
    }
}
