/// AES-256 in Galois/Counter Mode, NIST SP 800-38D: what was sealed opens with the same key and the same associated data,
/// or not at all.
///
/// A sealed text is the nonce, the encrypted text and the tag, one after the other. The nonce is random, section 8.2.2: under
/// one key no more than 2^32 texts may be sealed, section 8.3.
package enum GCM {
    package static let keyByteCount = 32
    package static let nonceByteCount = 12
    package static let tagByteCount = 16

    /// Encrypts and authenticates under a fresh nonce.
    ///
    /// - Parameters:
    ///   - plaintext: What nobody shall read.
    ///   - key: 32 bytes.
    ///   - associated: What it belongs to; not part of the result, and needed to open it.
    /// - Returns: Nonce, encrypted text and tag.
    /// - Throws: ``CipherError``.
    package static func seal(
        _ plaintext: Span<UInt8>,
        key: Span<UInt8>,
        associated: Span<UInt8>
    ) throws(CipherError) -> [UInt8] {
        var sealed: [UInt8]
        do {
            sealed = try RandomBytes.array(count: Self.nonceByteCount)
        } catch {
            throw .library(error)
        }
        var context = try GCMContext.make(key: key, nonce: sealed.span, encrypts: true)
        try context.authenticate(associated)
        var text = SecretBytes(copying: plaintext)
        try text.withMutableBytes { text throws(CipherError) in try context.process(&text) }
        let tag = try context.tag(byteCount: Self.tagByteCount)
        sealed.reserveCapacity(Self.nonceByteCount + plaintext.count + Self.tagByteCount)
        text.withBytes { text in for index in text.indices { sealed.append(text[index]) } }
        return sealed + tag
    }

    /// Decrypts what ``seal(_:key:associated:)`` made.
    ///
    /// - Throws: ``CipherError/damaged`` if one bit of the text, the key or the associated data is another.
    package static func open(
        _ sealed: Span<UInt8>,
        key: Span<UInt8>,
        associated: Span<UInt8>
    ) throws(CipherError) -> SecretBytes {
        guard sealed.count >= Self.nonceByteCount + Self.tagByteCount else { throw .textLength(sealed.count) }
        let tagStart = sealed.count - Self.tagByteCount
        var context = try GCMContext.make(key: key, nonce: sealed.extracting(..<Self.nonceByteCount), encrypts: false)
        try context.authenticate(associated)
        var text = SecretBytes(copying: sealed.extracting(Self.nonceByteCount..<tagStart))
        try text.withMutableBytes { text throws(CipherError) in try context.process(&text) }
        try context.check(tag: sealed.extracting(tagStart...))
        return text
    }
}
