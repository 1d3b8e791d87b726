import LibCrypto
import Testing

@Suite struct Base64Tests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func vectorsOfTheRFC(plain: String, encoded: String) {
        let bytes = [UInt8](plain.utf8)
        let text = [UInt8](encoded.utf8)
        let bare = text.filter { character in character != UInt8(ascii: "=") }
        #expect(Base64.encode(bytes.span) == text)
        #expect(Base64.decode(text.span) == bytes)
        #expect(Base64.encode(bytes.span, padding: .forbidden) == bare)
        #expect(Base64.decode(bare.span, padding: .forbidden) == bytes)
    }

    @Test func whiteSpaceOfAnXMLFileIsSkipped() {
        #expect(Base64.decode([UInt8]("\n  Zm9v\r\n\tYmFy ".utf8).span) == [UInt8]("foobar".utf8))
    }

    @Test(arguments: ["Zg", "Zg=", "Zg===", "Zm9vYg==Zg==", "Z", "Zh==", "Zm9=", "Zm-v", "Zm9v=", "====", "Zm9v\u{0}"])
    func whatNoEncoderWritesIsRefused(text: String) {
        #expect(Base64.decode([UInt8](text.utf8).span) == nil)
    }

    @Test func everyByteComesBack() {
        let bytes = [UInt8](0...255)
        #expect(Base64.decode(Base64.encode(bytes.span).span) == bytes)
    }
}
