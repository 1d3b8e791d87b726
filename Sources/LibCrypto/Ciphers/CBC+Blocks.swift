extension CBC {
    /// Encrypts whole blocks without padding, NIST SP 800-38A, section 6.2, as the PIN/UV auth protocols of CTAP 2.1 do.
    ///
    /// - Returns: As many bytes as the plaintext has; the initialisation vector is not among them.
    package static func encryptBlocks(
        _ plaintext: Span<UInt8>,
        with cipher: BlockCipher,
        key: Span<UInt8>,
        iv: Span<UInt8>
    ) throws(CipherError) -> [UInt8] {
        let text = try Self.blocks(plaintext, with: cipher, key: key, iv: iv, encrypts: true)
        return text.withBytes { text in text.indices.map { index in text[index] } }
    }

    /// Decrypts whole blocks without padding; what they say must have been authenticated before.
    package static func decryptBlocks(
        _ ciphertext: Span<UInt8>,
        with cipher: BlockCipher,
        key: Span<UInt8>,
        iv: Span<UInt8>
    ) throws(CipherError) -> SecretBytes {
        try Self.blocks(ciphertext, with: cipher, key: key, iv: iv, encrypts: false)
    }

    private static func blocks(
        _ input: Span<UInt8>,
        with cipher: BlockCipher,
        key: Span<UInt8>,
        iv: Span<UInt8>,
        encrypts: Bool
    ) throws(CipherError) -> SecretBytes {
        guard input.count > 0, input.count.isMultiple(of: cipher.blockByteCount) else { throw .textLength(input.count) }
        var context = try CipherContext.make(cipher, mode: .cbc, key: key, iv: iv, encrypts: encrypts)
        var text = SecretBytes(copying: input)
        try text.withMutableBytes { text throws(CipherError) in try context.process(&text) }
        return text
    }
}
