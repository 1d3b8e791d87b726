import LibCrypto
import Testing

@Suite("P-256 signatures in DER")
struct P256SignatureTests {
    @Test(arguments: [
        ("3006020101020102", [1], [2]),
        ("300602010102017f", [1], [0x7F]),
        ("3007020101020200ff", [1], [0xFF]),
        ("3006020100020100", [0], [0]),
    ])
    func readsAndWrites(der: String, r: [UInt8], s: [UInt8]) throws {
        let signature = try #require(P256Signature(der: bytes(hex: der)))
        let padding = { (number: [UInt8]) in [UInt8](repeating: 0, count: 32 - number.count) + number }
        #expect(signature.raw == padding(r) + padding(s))
        #expect(signature.der == bytes(hex: der))
    }

    @Test func writesTheLongestNumbers() throws {
        let raw = [UInt8](repeating: 0xFF, count: 64)
        let signature = try #require(P256Signature(raw: raw))
        #expect(signature.der.count == 72)
        #expect(P256Signature(der: signature.der) == signature)
    }

    /// What Wycheproof's ECDSA tests call BER encodings, missing and superfluous bytes, and wrong types.
    @Test(arguments: [
        ("nothing", ""),
        ("a header only", "30"),
        ("an empty sequence", "3000"),
        ("one number", "3003020101"),
        ("a long form of the length", "308106020101020102"),
        ("an indefinite length", "30800201010201020000"),
        ("a byte too many", "300602010102010200"),
        ("a byte too many inside", "30070201010201020 0".filter { $0 != " " }),
        ("three numbers", "3009020101020102020103"),
        ("a byte too few", "30060201010201"),
        ("a length that is too large", "3007020101020102"),
        ("a length that is too small", "3005020101020102"),
        ("a set", "3106020101020102"),
        ("a boolean", "3006010101020102"),
        ("a number without digits", "30050200020102"),
        ("a negative number", "3006020181020102"),
        ("a needless zero", "300702020001020102"),
        ("a number that is too long", "302602220100" + String(repeating: "00", count: 32) + "020102"),
        ("a number of 33 bytes", "3026022101" + String(repeating: "00", count: 32) + "020102"),
        ("a number that reaches beyond", "3006020101027f02"),
    ])
    func refusesWhatDERForbids(name: String, der: String) throws {
        #expect(P256Signature(der: bytes(hex: der)) == nil)
        let key = try P256PrivateKey.generate().publicKey()
        let digest = [UInt8](repeating: 1, count: 32)
        #expect(try !key.isValid(encodedSignature: bytes(hex: der).span, for: digest.span))
    }

    @Test func refusesRawOfAnotherLength() {
        for count in [0, 63, 65] { #expect(P256Signature(raw: [UInt8](repeating: 1, count: count)) == nil) }
    }

    /// Zero and the order are no valid r or s, FIPS 186-5, section 6.4.2, step 1.
    @Test func verifiesNoSignatureOutOfRange() throws {
        let key = try P256PrivateKey.generate().publicKey()
        let digest = [UInt8](repeating: 1, count: 32)
        let zero = [UInt8](repeating: 0, count: 32)
        let one = [UInt8](repeating: 0, count: 31) + [1]
        let order = bytes(hex: "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551")
        for raw in [zero + zero, zero + one, one + zero, order + one, one + order, order + order] {
            let signature = try #require(P256Signature(raw: raw))
            #expect(try !key.isValid(signature, for: digest.span))
        }
    }
}
