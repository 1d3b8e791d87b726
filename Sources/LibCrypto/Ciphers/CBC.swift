/// Cipher block chaining as XML Encryption has it, section 5.2: the initialisation vector stands before the text, and the
/// last byte of the decrypted text counts the bytes of padding, whatever these are.
package enum CBC {
    /// Encrypts under a fresh initialisation vector, with the padding of PKCS #7, which XML Encryption allows.
    package static func encrypt(
        _ plaintext: Span<UInt8>,
        with cipher: BlockCipher,
        key: Span<UInt8>
    ) throws(CipherError) -> [UInt8] {
        let block = cipher.blockByteCount
        var iv: [UInt8]
        do {
            iv = try RandomBytes.array(count: block)
        } catch {
            throw .library(error)
        }
        let padding = block - plaintext.count % block
        var text = SecretBytes(count: plaintext.count + padding) { text in
            for index in text.indices {
                text[index] = index < plaintext.count ? plaintext[index] : UInt8(truncatingIfNeeded: padding)
            }
        }
        var context = try CipherContext.make(cipher, mode: .cbc, key: key, iv: iv.span, encrypts: true)
        try text.withMutableBytes { text throws(CipherError) in try context.process(&text) }
        text.withBytes { text in for index in text.indices { iv.append(text[index]) } }
        return iv
    }

    /// Decrypts; what the text says must have been authenticated before, for the padding is no check.
    package static func decrypt(
        _ ciphertext: Span<UInt8>,
        with cipher: BlockCipher,
        key: Span<UInt8>
    ) throws(CipherError) -> SecretBytes {
        let block = cipher.blockByteCount
        guard ciphertext.count >= 2 * block, ciphertext.count.isMultiple(of: block) else {
            throw .textLength(ciphertext.count)
        }
        let iv = ciphertext.extracting(..<block)
        let body = ciphertext.extracting(block...)
        var text = SecretBytes(copying: body)
        var context = try CipherContext.make(cipher, mode: .cbc, key: key, iv: iv, encrypts: false)
        try text.withMutableBytes { text throws(CipherError) in try context.process(&text) }
        return try text.withBytes { text throws(CipherError) in
            let padding = Int(text[text.count - 1])
            guard (1...block).contains(padding) else { throw .damaged }
            return SecretBytes(copying: text.extracting(..<(text.count - padding)))
        }
    }
}
