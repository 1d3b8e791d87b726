import LibCrypto
import Testing

@Suite struct CipherTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let cipher: BlockCipher
        let key: String
        let plain: String
        let wrapped: String
        var testDescription: String { "\(self.cipher), \(self.plain.utf8.count / 2) bytes" }
    }

    private func bytes(_ hex: String) throws -> [UInt8] {
        guard let secret = SecretBytes(hex: hex.utf8.span) else { throw NotHex() }
        return Self.array(secret)
    }

    private static func array(_ secret: borrowing SecretBytes) -> [UInt8] {
        secret.withBytes { span in span.indices.map { index in span[index] } }
    }

    private func unwrap(_ wrapped: [UInt8], _ cipher: BlockCipher, key: [UInt8]) throws(CipherError) -> [UInt8] {
        let secret = try KeyWrap.unwrap(wrapped.span, with: cipher, key: key.span)
        return Self.array(secret)
    }

    private func decrypt(_ text: [UInt8], _ cipher: BlockCipher, key: [UInt8]) throws(CipherError) -> [UInt8] {
        let secret = try CBC.decrypt(text.span, with: cipher, key: key.span)
        return Self.array(secret)
    }

    /// RFC 3394, section 4; RFC 5649, section 6; RFC 3657 has no vectors: the peer tests cover Camellia.
    @Test(arguments: [
        Vector(
            cipher: .aes128,
            key: "000102030405060708090A0B0C0D0E0F",
            plain: "00112233445566778899AABBCCDDEEFF",
            wrapped: "1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5"
        ),
        Vector(
            cipher: .aes192,
            key: "000102030405060708090A0B0C0D0E0F1011121314151617",
            plain: "00112233445566778899AABBCCDDEEFF0001020304050607",
            wrapped: "031D33264E15D33268F24EC260743EDCE1C6C7DDEE725A936BA814915C6762D2"
        ),
        Vector(
            cipher: .aes256,
            key: "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F",
            plain: "00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F",
            wrapped: "28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21"
        ),
        Vector(
            cipher: .aes192,
            key: "5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8",
            plain: "c37b7e6492584340bed12207808941155068f738",
            wrapped: "138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a"
        ),
        Vector(
            cipher: .aes192,
            key: "5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8",
            plain: "466f7250617369",
            wrapped: "afbeb0f07dfbf5419200f2ccb50bb24f"
        ),
    ])
    func keyWrapVectorsOfTheRFCs(_ vector: Vector) throws {
        let wrapped = try self.bytes(vector.wrapped)
        let key = try self.bytes(vector.key)
        #expect(try self.unwrap(wrapped, vector.cipher, key: key) == self.bytes(vector.plain))
        for index in wrapped.indices {
            var damaged = wrapped
            damaged[index] ^= 0x10
            #expect(throws: CipherError.damaged) { try self.unwrap(damaged, vector.cipher, key: key) }
        }
    }

    /// RFC 3217, section 4.3.
    @Test func tripleDESKeyWrapVectorOfTheRFC() throws {
        let key = try self.bytes("255e0d1c07b646dfb3134cc843ba8aa71f025b7c0838251f")
        let wrapped = try self.bytes("690107618ef092b3b48ca1796b234ae9fa33ebb4159604037db5d6a84eb3aac2768c632775a467d4")
        let plain = try self.bytes("2923bf85e06dd6ae529149f1f1bae9eab3a7da3d860d3e98")
        let unwrapped = try TripleDESKeyWrap.unwrap(wrapped.span, key: key.span)
        #expect(Self.array(unwrapped) == plain)
        var damaged = wrapped
        damaged[20] ^= 1
        #expect(throws: CipherError.damaged) { _ = try TripleDESKeyWrap.unwrap(damaged.span, key: key.span).count }
    }

    /// NIST SP 800-38A, section F.2.1, first block.
    @Test(arguments: [
        Vector(
            cipher: .aes128,
            key: "2b7e151628aed2a6abf7158809cf4f3c",
            plain: "6bc1bee22e409f96e93d7e117393172a",
            wrapped: "000102030405060708090a0b0c0d0e0f7649abac8119b246cee98e9b12e9197d"
        )
    ])
    func cbcVectors(_ vector: Vector) throws {
        // The vector has no padding, so its last byte, 2a, is no padding that a block of 16 can have.
        let text = try self.bytes(vector.wrapped)
        let key = try self.bytes(vector.key)
        #expect(throws: CipherError.damaged) { try self.decrypt(text, vector.cipher, key: key) }
    }

    @Test(arguments: BlockCipher.allCases, [0, 1, 7, 8, 15, 16, 17, 20, 64, 128])
    func whatIsEncryptedIsDecrypted(cipher: BlockCipher, count: Int) throws {
        let key = try RandomBytes.array(count: cipher.keyByteCount)
        let plain = try RandomBytes.array(count: count)
        let text = try CBC.encrypt(plain.span, with: cipher, key: key.span)
        #expect(text.count == (count / cipher.blockByteCount + 2) * cipher.blockByteCount)
        #expect(try self.decrypt(text, cipher, key: key) == plain)
    }

    @Test func twoKeyTripleDESUsesTheFirstKeyTwice() throws {
        let short = try RandomBytes.array(count: 16)
        let long = short + short[..<8]
        let text = try CBC.encrypt([UInt8]("secret".utf8).span, with: .tripleDES, key: short.span)
        #expect(try self.decrypt(text, .tripleDES, key: long) == [UInt8]("secret".utf8))
    }

    @Test func aTextOrKeyOfAWrongLengthIsRefused() throws {
        let key = [UInt8](repeating: 1, count: 16)
        for count in [0, 1, 16, 31, 33] {
            let text = [UInt8](repeating: 0, count: count)
            #expect(throws: CipherError.textLength(count)) { try self.decrypt(text, .aes128, key: key) }
        }
        for count in [0, 8, 17, 9000] {
            let text = [UInt8](repeating: 0, count: count)
            #expect(throws: CipherError.textLength(count)) { try self.unwrap(text, .aes128, key: key) }
        }
        let text = [UInt8](repeating: 0, count: 32)
        #expect(throws: CipherError.keyLength(16)) { try self.decrypt(text, .aes256, key: key) }
        #expect(throws: CipherError.keyLength(16)) { try self.unwrap(text, .tripleDES, key: key) }
    }

    /// RFC 2202, test case 2 (SHA-1), and RFC 4231, test case 2.
    @Test(
        arguments: [
            (.sha1, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
            (.sha224, "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44"),
            (.sha256, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
            (
                .sha384,
                "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"
            ),
            (
                .sha512,
                "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
            ),
        ] as [(HashFunction, String)]
    )
    func hmacVectorsOfTheRFCs(hash: HashFunction, code: String) throws {
        let key = [UInt8]("Jefe".utf8)
        let message = [UInt8]("what do ya want for nothing?".utf8)
        let expected = try self.bytes(code)
        #expect(try MessageAuthentication.code(for: message.span, key: key.span, hash: hash) == expected)
        #expect(try MessageAuthentication.isValid(expected.span, for: message.span, key: key.span, hash: hash))
        let short = Array(expected.dropLast())
        #expect(try !MessageAuthentication.isValid(short.span, for: message.span, key: key.span, hash: hash))
    }

    /// RFC 6070, and RFC 7914, section 11.
    @Test(
        arguments: [
            (.sha1, "password", "salt", 4096, "4b007901b765489abead49d926f721d065a429c1"),
            (
                .sha1, "passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096,
                "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038"
            ),
            (
                .sha256, "passwd", "salt", 1,
                "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
                    + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
            ),
        ] as [(HashFunction, String, String, Int, String)]
    )
    func pbkdf2VectorsOfTheRFCs(hash: HashFunction, password: String, salt: String, rounds: Int, key: String) throws {
        let expected = try self.bytes(key)
        let derived = try PBKDF2.derive(
            from: password.utf8.span,
            salt: salt.utf8.span,
            iterations: rounds,
            hash: hash,
            count: expected.count
        )
        #expect(Self.array(derived) == expected)
    }

    @Test(arguments: [0, -1, PBKDF2.iterationLimit + 1])
    func iterationsWithoutMeasureAreRefused(rounds: Int) {
        #expect(throws: LibCryptoFailure.self) {
            _ = try PBKDF2.derive(from: "p".utf8.span, salt: "s".utf8.span, iterations: rounds, hash: .sha1, count: 16)
                .count
        }
    }

    @Test(arguments: ["0", "0g", "  ", "0x10"])
    func whatIsNotHexIsNoKey(text: String) {
        #expect(throws: NotHex.self) { try self.bytes(text) }
    }
}

private struct NotHex: Error {}
