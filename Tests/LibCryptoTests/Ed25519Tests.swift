import LibCrypto
import Testing

@Suite("Ed25519")
struct Ed25519Tests {
    /// RFC 8032, section 7.1, tests 1 and 2.
    @Test(arguments: [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            """
            e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155
            5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b
            """
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            """
            92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
            085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
            """
        ),
    ])
    func signsAsPublished(seed: String, publicKey: String, message: String, signature: String) throws {
        let seed = bytes(hex: seed)
        let message = bytes(hex: message)
        let expected = bytes(hex: signature)
        let key = try Ed25519.publicKey(of: seed.span)
        #expect(key == bytes(hex: publicKey))
        #expect(try Ed25519.signature(for: message.span, seed: seed.span) == expected)
        #expect(try Ed25519.isValid(expected.span, for: message.span, publicKey: key.span))
        #expect(try !Ed25519.isValid(expected.span, for: (message + [0]).span, publicKey: key.span))
        for position in [0, 31, 32, 63] {
            var changed = expected
            changed[position] ^= 1
            #expect(try !Ed25519.isValid(changed.span, for: message.span, publicKey: key.span))
        }
    }

    @Test func takesNothingOfAnotherLength() throws {
        let none: [UInt8] = []
        let short = [UInt8](repeating: 1, count: 31)
        #expect(throws: LibCryptoFailure.self) { try Ed25519.publicKey(of: short.span) }
        #expect(throws: LibCryptoFailure.self) { try Ed25519.signature(for: none.span, seed: short.span) }
        let signature = [UInt8](repeating: 1, count: 64)
        #expect(try !Ed25519.isValid(signature.span, for: none.span, publicKey: short.span))
        #expect(try !Ed25519.isValid(short.span, for: none.span, publicKey: Array(signature.prefix(32)).span))
    }
}
