package import LibCrypto

/// How a container is written encrypted: AES-CBC under a pre-shared key, and an HMAC over every cipher text,
/// RFC 6030, section 6.1.
package final class ContainerEncryption: Sendable {
    /// The name by which the receiver knows the key.
    package let keyName: String

    private let cipher: BlockCipher
    private let key: SecretBytes
    private let hash: HashFunction
    private let macKey: SecretBytes

    /// The MAC key as the head of the file carries it, encrypted under the key.
    private let wrappedMACKey: [UInt8]

    /// A key of 16, 24 or 32 bytes chooses AES-128, AES-192 or AES-256; the MAC key is fresh.
    package init(
        key: consuming SecretBytes,
        keyName: String = "Pre-shared-key",
        hash: HashFunction = .sha256
    ) throws(CipherError) {
        switch key.count {
        case 16: self.cipher = .aes128
        case 24: self.cipher = .aes192
        case 32: self.cipher = .aes256
        default: throw .keyLength(key.count)
        }
        let macKey = try Self.freshKey(count: hash.digestByteCount)
        let cipher = self.cipher
        self.wrappedMACKey = try key.withBytes { key throws(CipherError) in
            try macKey.withBytes { macKey throws(CipherError) in try CBC.encrypt(macKey, with: cipher, key: key) }
        }
        self.key = key
        self.keyName = keyName
        self.hash = hash
        self.macKey = macKey
    }

    private static func freshKey(count: Int) throws(CipherError) -> SecretBytes {
        do {
            return try RandomBytes.secret(count: count)
        } catch {
            throw .library(error)
        }
    }

    /// *EncryptionKey* and *MACMethod*.
    func writeHead(to xml: inout XMLText) {
        xml.open("EncryptionKey")
        xml.leaf("ds:KeyName", self.keyName)
        xml.close("EncryptionKey")
        xml.open("MACMethod", [("Algorithm", self.hash.macName)])
        xml.open("MACKey")
        self.writeCipher(of: self.wrappedMACKey, to: &xml)
        xml.close("MACKey")
        xml.close("MACMethod")
    }

    /// *EncryptedValue* and *ValueMAC* of a secret.
    func write(_ secret: Span<UInt8>, to xml: inout XMLText) throws(CipherError) {
        let text = try self.key.withBytes { key throws(CipherError) in
            try CBC.encrypt(secret, with: self.cipher, key: key)
        }
        let code = try self.macKey.withBytes { macKey throws(CipherError) in
            do throws(LibCryptoFailure) {
                return try MessageAuthentication.code(for: text.span, key: macKey, hash: self.hash)
            } catch {
                throw .library(error)
            }
        }
        xml.open("EncryptedValue")
        self.writeCipher(of: text, to: &xml)
        xml.close("EncryptedValue")
        xml.leaf("ValueMAC", Base64.encode(code.span))
    }

    private func writeCipher(of text: [UInt8], to xml: inout XMLText) {
        let name =
            switch self.cipher {
            case .aes256: "http://www.w3.org/2001/04/xmlenc#aes256-cbc"
            case .aes192: "http://www.w3.org/2001/04/xmlenc#aes192-cbc"
            default: "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
            }
        xml.empty("xenc:EncryptionMethod", [("Algorithm", name)])
        xml.open("xenc:CipherData")
        xml.leaf("xenc:CipherValue", Base64.encode(text.span))
        xml.close("xenc:CipherData")
    }
}
