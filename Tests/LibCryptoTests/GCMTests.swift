import LibCrypto
import Testing

@Suite("AES-256-GCM")
struct GCMTests {
    private let key = [UInt8](repeating: 7, count: 32)
    private let text = Array("12345678901234567890".utf8)
    private let name = Array("serial".utf8)

    /// Test case 14 of the GCM specification (McGrew and Viega), appendix B: 16 zeros under a key of zeros.
    @Test func opensAPublishedText() throws {
        let key = [UInt8](repeating: 0, count: 32)
        let nonce = [UInt8](repeating: 0, count: 12)
        let text: [UInt8] = [
            0xce, 0xa7, 0x40, 0x3d, 0x4d, 0x60, 0x6b, 0x6e, 0x07, 0x4e, 0xc5, 0xd3, 0xba, 0xf3, 0x9d, 0x18,
        ]
        let tag: [UInt8] = [
            0xd0, 0xd1, 0xc8, 0xa7, 0x99, 0x99, 0x6b, 0xf0, 0x26, 0x5b, 0x98, 0xb5, 0xd4, 0x8a, 0xb9, 0x19,
        ]
        let none: [UInt8] = []
        let opened = try GCM.open((nonce + text + tag).span, key: key.span, associated: none.span)
        #expect(opened.withBytes { bytes in bytes.indices.map { bytes[$0] } } == [UInt8](repeating: 0, count: 16))
    }

    @Test(arguments: [0, 1, 16, 20, 4096])
    func opensWhatItSealed(count: Int) throws {
        let text = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let sealed = try self.seal(text)
        #expect(sealed.count == count + 28)
        #expect(try self.open(sealed, name: self.name) == text)
    }

    @Test func sealsNothingTwiceAlike() throws {
        #expect(try self.seal(self.text) != self.seal(self.text))
    }

    @Test func opensNothingThatWasChanged() throws {
        let sealed = try self.seal(self.text)
        for position in sealed.indices {
            var changed = sealed
            changed[position] ^= 1
            #expect(throws: CipherError.damaged) { try self.open(changed, name: self.name) }
        }
        for length in 0..<sealed.count {
            #expect(throws: CipherError.self) { try self.open(Array(sealed[..<length]), name: self.name) }
        }
    }

    @Test func opensNothingUnderAnotherName() throws {
        let sealed = try self.seal(self.text)
        #expect(throws: CipherError.damaged) { try self.open(sealed, name: Array("Serial".utf8)) }
        #expect(throws: CipherError.damaged) { try self.open(sealed, name: []) }
    }

    @Test func takesKeysOf32BytesOnly() throws {
        let short = [UInt8](repeating: 7, count: 16)
        #expect(throws: CipherError.keyLength(16)) {
            try GCM.seal(self.text.span, key: short.span, associated: self.name.span)
        }
    }

    private func seal(_ text: [UInt8]) throws(CipherError) -> [UInt8] {
        try GCM.seal(text.span, key: self.key.span, associated: self.name.span)
    }

    private func open(_ sealed: [UInt8], name: [UInt8]) throws(CipherError) -> [UInt8] {
        let opened = try GCM.open(sealed.span, key: self.key.span, associated: name.span)
        return opened.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }
}
