/// The key wrap algorithms of 128-bit block ciphers: RFC 3394 for AES, RFC 3657 for Camellia, and RFC 5649 for texts that
/// are no multiple of eight bytes.
///
/// Written here because libcrypto has it for AES only; the cipher itself is libcrypto's.
package enum KeyWrap {
    /// RFC 3394, section 2.2.3.1.
    private static let initialValue: UInt64 = 0xA6A6_A6A6_A6A6_A6A6

    /// RFC 5649, section 3: the upper half of the alternative initial value.
    private static let paddedInitialValue: UInt64 = 0xA659_59A6

    /// The longest text that is unwrapped, in bytes.
    private static let byteLimit = 4096

    /// Unwraps a text and checks its integrity.
    ///
    /// Whether RFC 3394 or RFC 5649 wrapped it shows in the value that the integrity check recovers, so that files which
    /// name the one algorithm and use the other are read without a guess.
    package static func unwrap(
        _ ciphertext: Span<UInt8>,
        with cipher: BlockCipher,
        key: Span<UInt8>
    ) throws(CipherError) -> SecretBytes {
        guard cipher.blockByteCount == 16 else { throw .keyLength(key.count) }
        guard (16...Self.byteLimit).contains(ciphertext.count), ciphertext.count.isMultiple(of: 8) else {
            throw .textLength(ciphertext.count)
        }
        let none: [UInt8] = []
        var context = try CipherContext.make(cipher, mode: .ecb, key: key, iv: none.span, encrypts: false)
        var text = SecretBytes(copying: ciphertext)
        let recovered = try text.withMutableBytes { text throws(CipherError) in
            try Self.unwind(&text, with: &context)
        }
        return try text.withBytes { text throws(CipherError) in
            let body = text.extracting(8...)
            if recovered == Self.initialValue, body.count >= 16 { return SecretBytes(copying: body) }
            // RFC 5649, section 3: the lower half is the length of the text, the rest is zeros.
            let length = Int(recovered & 0xFFFF_FFFF)
            guard recovered >> 32 == Self.paddedInitialValue, length <= body.count, length > body.count - 8 else {
                throw .damaged
            }
            for index in length..<body.count where body[index] != 0 { throw .damaged }
            return SecretBytes(copying: body.extracting(..<length))
        }
    }

    /// RFC 3394, section 2.2.2, in place; gives the register A.
    private static func unwind(
        _ text: inout MutableSpan<UInt8>,
        with context: inout CipherContext
    ) throws(CipherError) -> UInt64 {
        let count = text.count / 8 - 1
        // RFC 5649, section 4.2: one block of text was encrypted as it is.
        if count == 1 {
            try context.process(&text)
            return Self.read(text, at: 0)
        }
        var register = Self.read(text, at: 0)
        var block = SecretBytes(zeroed: 16)
        for step in (0..<6).reversed() {
            for index in (1...count).reversed() {
                let mixed = register ^ UInt64(count * step + index)
                let half = Self.read(text, at: 8 * index)
                let pair = try block.withMutableBytes { block throws(CipherError) in
                    Self.write(mixed, to: &block, at: 0)
                    Self.write(half, to: &block, at: 8)
                    try context.process(&block)
                    return (Self.read(block, at: 0), Self.read(block, at: 8))
                }
                register = pair.0
                Self.write(pair.1, to: &text, at: 8 * index)
            }
        }
        return register
    }

    private static func read(_ bytes: borrowing MutableSpan<UInt8>, at offset: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in offset..<offset + 8 { value = value << 8 | UInt64(bytes[index]) }
        return value
    }

    private static func write(_ value: UInt64, to bytes: inout MutableSpan<UInt8>, at offset: Int) {
        for index in 0..<8 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (56 - 8 * UInt64(index))) }
    }
}
