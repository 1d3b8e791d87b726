import LibCrypto

/// A typed password, ready to be hashed on another thread; wiped when nobody has it any more.
final class PreparedPassword: Sendable {
    let bytes: SecretBytes

    /// The number of characters, as NIST SP 800-63B, section 3.1.1.2, counts them: code points, and a row of spaces as one.
    let length: Int

    init(_ text: String) throws(PasswordPreparationError) {
        self.bytes = try SecretBytes(password: text)
        self.length = self.bytes.withBytes { bytes in
            var length = 0
            var isAfterSpace = false
            for position in bytes.indices {
                let isSpace = bytes[position] == UInt8(ascii: " ")
                let isFirstOfScalar = bytes[position] & 0xC0 != 0x80
                if isFirstOfScalar, !isSpace || !isAfterSpace { length += 1 }
                isAfterSpace = isSpace
            }
            return length
        }
    }
}
