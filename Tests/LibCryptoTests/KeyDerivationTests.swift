import LibCrypto
import Testing

@Suite("Hashes, HMAC, HKDF and blocks")
struct KeyDerivationTests {
    /// FIPS 180-4's example values.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func hashesAsPublished(message: String, digest: String) throws {
        #expect(try HashFunction.sha256.digest(of: Array(message.utf8).span) == bytes(hex: digest))
    }

    /// RFC 4231, test cases 1 and 6.
    @Test(arguments: [
        (
            String(repeating: "0b", count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            String(repeating: "aa", count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func authenticatesAsPublished(key: String, message: String, code: String) throws {
        let made = try MessageAuthentication.code(
            for: Array(message.utf8).span,
            key: bytes(hex: key).span,
            hash: .sha256
        )
        #expect(made == bytes(hex: code))
    }

    /// RFC 5869, appendix A.1 and A.3.
    @Test(arguments: [
        (
            "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        ),
        ("", "", "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
    ])
    func derivesAsPublished(salt: String, info: String, key: String) throws {
        let derived = try HKDF.derive(
            from: [UInt8](repeating: 0x0B, count: 22).span,
            salt: bytes(hex: salt).span,
            info: bytes(hex: info).span,
            hash: .sha256,
            count: 42
        )
        #expect(derived.array == bytes(hex: key))
    }

    @Test func derivesNoKeyThatIsTooLong() throws {
        let none: [UInt8] = []
        #expect(throws: LibCryptoFailure.self) {
            _ = try HKDF.derive(from: [1].span, salt: none.span, info: none.span, hash: .sha256, count: 255 * 32 + 1)
        }
    }

    /// NIST SP 800-38A, appendix F.2.5 and F.2.6: CBC-AES256.
    @Test func encryptsBlocksAsPublished() throws {
        let key = bytes(hex: "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")
        let iv = bytes(hex: "000102030405060708090a0b0c0d0e0f")
        let plain = bytes(hex: "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51")
        let cipher = bytes(hex: "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d")
        #expect(try CBC.encryptBlocks(plain.span, with: .aes256, key: key.span, iv: iv.span) == cipher)
        #expect(try CBC.decryptBlocks(cipher.span, with: .aes256, key: key.span, iv: iv.span).array == plain)
    }

    @Test(arguments: [0, 1, 15, 17, 31])
    func encryptsWholeBlocksOnly(count: Int) throws {
        let key = [UInt8](repeating: 1, count: 32)
        let iv = [UInt8](repeating: 2, count: 16)
        let text = [UInt8](repeating: 3, count: count)
        #expect(throws: CipherError.textLength(count)) {
            try CBC.encryptBlocks(text.span, with: .aes256, key: key.span, iv: iv.span)
        }
        #expect(throws: CipherError.textLength(count)) {
            _ = try CBC.decryptBlocks(text.span, with: .aes256, key: key.span, iv: iv.span)
        }
    }
}
