import LibCrypto

/// A container of one encrypted TOTP key under AES-256, of which a test changes one thing.
struct EncryptedSample {
    static let keyHex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
    static let key = ReadOutcome.OpeningKey.preShared(keyHex)

    var cipher = BlockCipher.aes256
    var cipherName = "http://www.w3.org/2001/04/xmlenc#aes256-cbc"
    var hash = HashFunction.sha256
    var macName: String? = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"
    var macKey = [UInt8](repeating: 0x5A, count: 32)
    var writesMACKey = true
    var writesMAC = true
    var flippedMACByte: Int?
    var flippedCipherByte: Int?
    var sample = SampleContainer()

    private var key: [UInt8] {
        let whole = SecretBytes(hex: Self.keyHex.utf8.span)?.withBytes { span in span.indices.map { span[$0] } } ?? []
        return Array(whole.prefix(self.cipher.keyByteCount))
    }

    private func cipherData(of text: [UInt8]) -> String {
        """
        <xenc:EncryptionMethod Algorithm="\(self.cipherName)"/>
        <xenc:CipherData><xenc:CipherValue>\(base64(text))</xenc:CipherValue></xenc:CipherData>
        """
    }

    /// The children of *Secret* or *Counter* for an encrypted value.
    func encrypted(_ plain: [UInt8]) throws -> String {
        var text = try CBC.encrypt(plain.span, with: self.cipher, key: self.key.span)
        let macKey = self.writesMACKey ? self.macKey : self.key
        var code = try MessageAuthentication.code(for: text.span, key: macKey.span, hash: self.hash)
        if let index = self.flippedMACByte { code[index] ^= 1 }
        if let index = self.flippedCipherByte { text[index] ^= 1 }
        let mac = self.writesMAC ? "<ValueMAC>\(base64(code))</ValueMAC>" : ""
        return "<EncryptedValue>\(self.cipherData(of: text))</EncryptedValue>\(mac)"
    }

    func text() throws -> String {
        var sample = self.sample
        sample.containerAttributes += """
             xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"
            """
        let wrapped = self.cipherData(of: try CBC.encrypt(self.macKey.span, with: self.cipher, key: self.key.span))
        let macKey = self.writesMACKey ? "<MACKey>\(wrapped)</MACKey>" : ""
        let macMethod = self.macName.map { name in "<MACMethod Algorithm=\"\(name)\">\(macKey)</MACMethod>" } ?? ""
        sample.head = "<EncryptionKey><ds:KeyName>makers key</ds:KeyName></EncryptionKey>\(macMethod)"
        sample.secret = "<Secret>\(try self.encrypted(SampleContainer.secret))</Secret>"
        return sample.text
    }

    func outcome(key: ReadOutcome.OpeningKey = EncryptedSample.key) throws -> ReadOutcome {
        ReadOutcome(of: try self.text(), key: key)
    }
}
