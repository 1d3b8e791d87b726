/// The Triple DES key wrap, RFC 3217, section 3: for keys and secrets of a whole number of eight bytes.
package enum TripleDESKeyWrap {
    /// RFC 3217, section 3.1, step 6.
    private static let outerIV: [UInt8] = [0x4A, 0xDD, 0xA2, 0x2C, 0x79, 0xE8, 0x21, 0x05]

    /// The longest text that is unwrapped, in bytes.
    private static let byteLimit = 4096

    /// Unwraps a text and checks its integrity, section 3.2.
    package static func unwrap(_ ciphertext: Span<UInt8>, key: Span<UInt8>) throws(CipherError) -> SecretBytes {
        guard (24...Self.byteLimit).contains(ciphertext.count), ciphertext.count.isMultiple(of: 8) else {
            throw .textLength(ciphertext.count)
        }
        var outer = try CipherContext.make(.tripleDES, mode: .cbc, key: key, iv: Self.outerIV.span, encrypts: false)
        var text = SecretBytes(copying: ciphertext)
        try text.withMutableBytes { text throws(CipherError) in try outer.process(&text) }
        let reversed = text.withBytes { text in
            SecretBytes(count: text.count) { reversed in
                for index in text.indices { reversed[text.count - 1 - index] = text[index] }
            }
        }
        return try reversed.withBytes { reversed throws(CipherError) in
            let iv = reversed.extracting(..<8)
            var inner = try CipherContext.make(.tripleDES, mode: .cbc, key: key, iv: iv, encrypts: false)
            var keyed = SecretBytes(copying: reversed.extracting(8...))
            try keyed.withMutableBytes { keyed throws(CipherError) in try inner.process(&keyed) }
            return try keyed.withBytes { keyed throws(CipherError) in
                let body = keyed.extracting(..<(keyed.count - 8))
                let checksum = keyed.extracting((keyed.count - 8)...)
                let digest = try Self.sha1(body)
                let expected = digest.span.extracting(..<8)
                guard expected.isEqualInConstantTime(to: checksum) else { throw .damaged }
                return SecretBytes(copying: body)
            }
        }
    }

    /// RFC 3217, section 2: the checksum is the first eight bytes of this.
    private static func sha1(_ bytes: Span<UInt8>) throws(CipherError) -> [UInt8] {
        do {
            return try HashFunction.sha1.digest(of: bytes)
        } catch {
            throw .library(error)
        }
    }
}
