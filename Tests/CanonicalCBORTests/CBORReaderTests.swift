import CanonicalCBOR
import Testing
import VectorSupport

/// What is canonical CBOR and what is not; CTAP 2.1, section 8.
struct CBORReaderTests {
    private static let vectors = Result { try VectorFile<CBORGroup>.named("cbor_canonical_test").cases }

    @Test(arguments: try CBORReaderTests.vectors.get())
    func bytesAreAnItemOrSayWhyNot(_ vector: VectorCase<CBORGroup>) throws {
        let bytes = vector.test.bytes.bytes
        do throws(CBORError) {
            let item = try CBORItem(parsing: bytes)
            #expect(item.diagnostic == vector.test.diagnostic)
            #expect(item.encoded.map { $0 } == bytes)
            #expect(Rewriting.rewritten(item) == bytes)
        } catch {
            #expect("\(error.rule)(offset: \(error.offset))" == vector.test.expect)
        }
    }

    @Test(arguments: try CBORReaderTests.vectors.get().filter { $0.test.result == .valid })
    func anItemCutAnywhereIsTruncated(_ vector: VectorCase<CBORGroup>) throws {
        let bytes = vector.test.bytes.bytes
        for count in bytes.indices {
            do throws(CBORError) {
                _ = try CBORItem(parsing: [UInt8](bytes[..<count]))
                Issue.record("\(count) of \(bytes.count) bytes were taken")
            } catch {
                #expect(error == CBORError(.truncated, at: count))
            }
        }
    }

    @Test func anItemIsReadFromAnOffsetToTheEnd() throws {
        #expect(try CBORItem(parsing: [0x04, 0x81, 0x05], from: 1).array?.count == 1)
        #expect(throws: CBORError(.truncated, at: 1)) { try CBORItem(parsing: [0x04], from: 1) }
        #expect(throws: CBORError(.truncated, at: 1)) { try CBORItem(parsing: [0x04], from: 9) }
        #expect(throws: CBORError(.truncated, at: 1)) { try CBORItem(parsing: [0x04], from: -1) }
    }

    @Test func anItemOfAnotherKindHasNoSuchValue() throws {
        let one = try CBORItem(parsing: [0x01])
        #expect(one.unsignedInteger == 1)
        #expect(one.byteString == nil)
        #expect(one.textString == nil)
        #expect(one.boolean == nil)
        #expect(one.array == nil)
        #expect(one.map == nil)
        #expect(!one.isNull)
        let greatest = try CBORItem(parsing: [0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])
        #expect(greatest.unsignedInteger == .max)
        #expect(greatest.integer == nil)
        let least = try CBORItem(parsing: [0x3b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])
        #expect(least.integer == .min)
    }

    @Test func entriesAreFoundByTheirKeys() throws {
        let item = try CBORItem(parsing: [0xa3, 0x01, 0x0a, 0x20, 0x0b, 0x61, 0x61, 0x81, 0x0c])
        let map = try #require(item.map)
        #expect(map.count == 3)
        #expect(map[1]?.unsignedInteger == 10)
        #expect(map[-1]?.unsignedInteger == 11)
        #expect(map["a"]?.array?.compactMap(\.unsignedInteger) == [12])
        #expect(map[2] == nil)
        #expect(map["b"] == nil)
        #expect(map[""] == nil)
    }

    @Test func randomAndSpoiltBytesAreRefusedOrComeBackTheSame() throws {
        var random = SplitMix64(seed: 42)
        var seeds = try CBORReaderTests.vectors.get().filter { $0.test.result == .valid }.map { $0.test.bytes.bytes }
        seeds.removeAll { $0.count > 100 }
        var taken = 0
        for turn in 0..<30_000 {
            var bytes = seeds[turn % seeds.count]
            if turn.isMultiple(of: 3) {
                bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                    .random(in: .min ... .max, using: &random)
                }
            } else if !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: .min ... .max, using: &random)
            }
            guard let item = try? CBORItem(parsing: bytes) else { continue }
            taken += 1
            #expect(Rewriting.rewritten(item) == bytes)
            #expect(!item.diagnostic.isEmpty)
        }
        #expect(taken > 1000)
    }
}
