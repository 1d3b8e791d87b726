import LibCrypto
import Testing

@Suite("P-256")
struct P256Tests {
    // RFC 6979, appendix A.2.5.
    private let scalar = bytes(hex: "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")
    private let x = bytes(hex: "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6")
    private let y = bytes(hex: "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299")

    private func key() throws -> P256PublicKey {
        try #require(P256PublicKey(x: self.x, y: self.y))
    }

    @Test func findsThePublishedPublicKey() throws {
        let key = P256PrivateKey(scalar: self.scalar.span)
        switch consume key {
        case .some(let key): #expect(try key.publicKey() == self.key())
        case .none: Issue.record("the scalar is one")
        }
    }

    @Test(arguments: [
        (
            "sample",
            "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
            "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
        ),
        (
            "test",
            "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
            "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"
        ),
    ])
    func takesThePublishedSignatures(message: String, r: String, s: String) throws {
        let signature = try #require(P256Signature(raw: bytes(hex: r + s)))
        let digest = try HashFunction.sha256.digest(of: Array(message.utf8).span)
        #expect(try self.key().isValid(signature, for: digest.span))
        let other = try HashFunction.sha256.digest(of: Array("Sample".utf8).span)
        #expect(try !self.key().isValid(signature, for: other.span))
        for position in [0, 31, 32, 63] {
            var changed = signature.raw
            changed[position] ^= 1
            let forged = try #require(P256Signature(raw: changed))
            #expect(try !self.key().isValid(forged, for: digest.span))
        }
    }

    /// NIST CAVP, ECC CDH primitive, P-256, count 0.
    @Test func agreesOnThePublishedSecret() throws {
        let peer = try #require(
            P256PublicKey(
                x: bytes(hex: "700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287"),
                y: bytes(hex: "db71e509e3fd9b060ddb20ba5c51dcc5948d46fbf640dfe0441782cab85fa4ac")
            )
        )
        let mine = bytes(hex: "7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534")
        let expected = bytes(hex: "46fc62106420ff012e54a434fbdd2d25ccc5852060561e68040dd7778997bd7b")
        switch P256PrivateKey(scalar: mine.span) {
        case .some(let key): #expect(try key.sharedSecret(with: peer).array == expected)
        case .none: Issue.record("the scalar is one")
        }
    }

    @Test func agreesFromBothSides() throws {
        let mine = try P256PrivateKey.generate()
        let yours = try P256PrivateKey.generate()
        let mySecret = try mine.sharedSecret(with: yours.publicKey())
        let yourSecret = try yours.sharedSecret(with: mine.publicKey())
        #expect(mySecret.array == yourSecret.array)
    }

    @Test func verifiesWhatItSigned() throws {
        let key = try P256PrivateKey.generate()
        let publicKey = try key.publicKey()
        var signer = try P256Signer(key)
        for count in 0..<200 {
            let digest = try HashFunction.sha256.digest(of: [UInt8(count)].span)
            let encoded = try signer.encodedSignature(for: digest.span)
            let signature = try #require(P256Signature(der: encoded))
            #expect(signature.der == encoded)
            #expect(try publicKey.isValid(encodedSignature: encoded.span, for: digest.span))
            #expect(try !self.key().isValid(signature, for: digest.span))
        }
    }

    @Test func signsDigestsOf32BytesOnly() throws {
        let key = try P256PrivateKey.generate()
        for count in [0, 20, 31, 33, 64] {
            let digest = [UInt8](repeating: 1, count: count)
            #expect(throws: LibCryptoFailure.self) { try key.signature(for: digest.span) }
        }
    }

    @Test func makesAnotherKeyEachTime() throws {
        var points: Set<P256PublicKey> = []
        for _ in 0..<50 {
            let key = try P256PrivateKey.generate()
            try points.insert(key.publicKey())
        }
        #expect(points.count == 50)
    }

    @Test(arguments: [
        ("zero", String(repeating: "00", count: 32), false),
        ("one", String(repeating: "00", count: 31) + "01", true),
        ("n - 1", "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632550", true),
        ("n", "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", false),
        ("n + 1", "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632552", false),
        ("all ones", String(repeating: "FF", count: 32), false),
        ("high bit", "80" + String(repeating: "00", count: 31), true),
        ("too short", String(repeating: "01", count: 31), false),
        ("too long", String(repeating: "01", count: 33), false),
        ("empty", "", false),
    ])
    func takesScalarsBelowTheOrderOnly(name: String, scalar: String, isOne: Bool) throws {
        switch P256PrivateKey(scalar: bytes(hex: scalar).span) {
        case .some(let key):
            #expect(isOne)
            let digest = [UInt8](repeating: 7, count: 32)
            let publicKey = try key.publicKey()
            #expect(try publicKey.isValid(key.signature(for: digest.span), for: digest.span))
        case .none: #expect(!isOne)
        }
    }

    /// SP 800-186, section 3.2.1.3: one times the base point is the base point.
    @Test func oneMakesTheBasePoint() throws {
        let one = [UInt8](repeating: 0, count: 31) + [1]
        let x = bytes(hex: "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296")
        switch P256PrivateKey(scalar: one.span) {
        case .some(let key): #expect(try key.publicKey().x == x)
        case .none: Issue.record("one is a scalar")
        }
    }

    @Test func refusesWhatIsNoPoint() {
        let point: [UInt8] = [0x04] + self.x + self.y
        #expect(P256PublicKey(uncompressed: point)?.uncompressed == point)
        #expect(P256PublicKey(uncompressed: point)?.x == self.x)
        #expect(P256PublicKey(uncompressed: point)?.y == self.y)
        var beside = point
        beside[64] ^= 1
        let prime = bytes(hex: "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff")
        let wrong: [[UInt8]] = [
            [], [0x00], [0x04], beside, Array(point.dropLast()), point + [0],
            [0x02] + self.x, [0x06] + self.x + self.y, [0x00] + self.x + self.y,
            [0x04] + [UInt8](repeating: 0, count: 64), [0x04] + prime + self.y,
            [0x04] + [UInt8](repeating: 0xFF, count: 64),
        ]
        for bytes in wrong { #expect(P256PublicKey(uncompressed: bytes) == nil, "\(bytes)") }
        #expect(P256PublicKey(x: self.x.dropLast(), y: self.y) == nil)
    }
}
