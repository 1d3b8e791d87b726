import CanonicalCBOR
import Foundation
import Testing
import VectorSupport

/// CBOR that a relying party reads: valid, in no form in particular; RFC 8949, section 5.3.
@Suite("CBOR in any encoding")
struct AnyEncodingTests {
    private static let vectors = Result { try VectorFile<CBORGroup>.named("cbor_canonical_test").cases }

    /// Rules of the canonical form alone.
    private static let formRules = [
        "keysOutOfOrder", "notMinimal", "indefiniteLength", "floatingPoint", "tag", "nestedTooDeep",
    ]

    @Test("what is canonical reads the same", arguments: try Self.vectors.get().filter { $0.test.result == .valid })
    func canonical(_ vector: VectorCase<CBORGroup>) throws {
        let bytes = vector.test.bytes.bytes
        let item = try CBORItem(anyEncoding: bytes)
        #expect(Array(item.encoded) == bytes)
        #expect(item.diagnostic == vector.test.diagnostic)
    }

    @Test("only the canonical form's own rules are lifted", arguments: try Self.vectors.get())
    func lifted(_ vector: VectorCase<CBORGroup>) throws {
        guard let rule = vector.test.expect?.prefix(while: { $0 != "(" }) else { return }
        let bytes = vector.test.bytes.bytes
        // A break by itself, and a hundred arrays: forms that no encoding has, or no reader takes.
        let isForm = Self.formRules.contains(String(rule)) && bytes != [0xff] && bytes.count < 100
        // Simple values that nobody has assigned are well-formed.
        let isSimple = [[0xe0], [0xf3], [0xf8, 0x20], [0xf8, 0xff]].contains(bytes)
        #expect((try? CBORItem(anyEncoding: bytes)) != nil ? isForm || isSimple : !isForm && !isSimple)
    }

    /// RFC 8949, appendix A, and the same items in the canonical form.
    @Test(
        "each form of an item reads as the item",
        arguments: [
            ("a202000100", "{1: 0, 2: 0}"), ("a26161000100", #"{1: 0, "a": 0}"#), ("1800", "0"),
            ("1b0000000000000001", "1"),
            ("3900ff", "-256"), ("580100", "h'00'"), ("780161", "\"a\""), ("7f61611b", nil), ("980101", "[1]"),
            ("b8010100", "{1: 0}"), ("5f42010243030405ff", "h'0102030405'"), ("5fff", "h''"), ("5f5f4101ffff", nil),
            ("7f657374726561646d696e67ff", "\"streaming\""), ("7f4161ff", nil), ("5f6161ff", nil), ("9fff", "[]"),
            ("9f018202039f0405ffff", "[1, [2, 3], [4, 5]]"), ("9f01", nil),
            ("bf61610161629f0203ffff", #"{"a": 1, "b": [2, 3]}"#),
            ("bf6346756ef563416d7421ff", #"{"Amt": -2, "Fun": true}"#), ("bf01ff", nil), ("c11a514b67b0", "1363896240"),
            ("d9d9f7a10102", "{1: 2}"), ("a1c10102", "{1: 2}"), ("a201000100", nil), ("a2010018010" + "0", nil),
            ("bf01000100ff", nil), ("a2c1010001" + "00", nil), ("f7", "undefined"), ("f97e00", "f97e00"),
            ("f90014", "f90014"),
            ("f815", nil), ("df00", nil), ("1f", nil), ("ff", nil), ("82ff00", nil), ("a1ff00", nil), ("0000", nil),
        ] as [(String, String?)]
    )
    func forms(hex: String, diagnostic: String?) throws {
        let bytes = try JSONDecoder().decode(HexBytes.self, from: Data("\"\(hex)\"".utf8)).bytes
        #expect((try? CBORItem(anyEncoding: bytes))?.diagnostic == diagnostic)
    }

    @Test("a floating-point number is neither a truth value nor null")
    func floats() throws {
        for argument: UInt8 in [20, 21, 22] {
            let item = try CBORItem(anyEncoding: [0xf9, 0x00, argument])
            #expect(item.boolean == nil)
            #expect(!item.isNull)
        }
    }

    @Test("an item ends where it does in the bytes, not in its rewritten form")
    func end() throws {
        let (item, end) = try CBORItem.first(ofAnyEncoding: [0x00, 0x9f, 0x18, 0x01, 0xff, 0xa0], from: 1)
        #expect(item.diagnostic == "[1]")
        #expect(end == 5)
        #expect(throws: CBORError(.trailingBytes, at: 5)) {
            try CBORItem(anyEncoding: [0x00, 0x9f, 0x18, 0x01, 0xff, 0xa0], from: 1)
        }
        #expect(throws: CBORError(.truncated, at: 1)) { try CBORItem(anyEncoding: [0x00], from: -1) }
    }

    @Test("nesting has a limit, whatever it is made of", arguments: [0x81, 0x9f, 0xc1] as [UInt8])
    func depth(head: UInt8) {
        let deep = [UInt8](repeating: head, count: 100_000)
        #expect(throws: CBORError(.nestedTooDeep, at: 16)) { try CBORItem(anyEncoding: deep) }
    }

    @Test("random and spoilt bytes are refused or mean what their rewritten form means")
    func noise() throws {
        var random = SplitMix64(seed: 8949)
        let seeds = try Self.vectors.get().map { $0.test.bytes.bytes }.filter { (1...100).contains($0.count) }
        var taken = 0
        for turn in 0..<30_000 {
            var bytes = seeds[turn % seeds.count]
            bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: .min ... .max, using: &random)
            guard let item = try? CBORItem(anyEncoding: bytes) else { continue }
            taken += 1
            let again = try CBORItem(anyEncoding: Array(item.encoded))
            #expect(again.encoded.elementsEqual(item.encoded))
            if let canonical = try? CBORItem(parsing: bytes) { #expect(canonical.encoded.elementsEqual(item.encoded)) }
        }
        #expect(taken > 1000)
    }
}
