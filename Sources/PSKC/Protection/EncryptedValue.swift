import LibCrypto

/// An element of XML Encryption's *EncryptedDataType*, section 3.1: how and what.
struct EncryptedValue {
    let algorithm: EncryptionAlgorithm

    /// The cipher text, for CBC with the initialisation vector before it.
    let text: [UInt8]

    init(_ element: XMLElement) throws(PSKCRejectReason) {
        guard let method = try element.one("EncryptionMethod") else { throw .encryptionMethodMissing }
        // PBES2 names the cipher in a child, RFC 8018, appendix C.
        let parameters = try method.one("PBES2-params")
        let scheme = try (parameters ?? method).one("EncryptionScheme")
        guard let name = scheme?.attribute("Algorithm") ?? method.attribute("Algorithm"), !name.isEmpty else {
            throw .encryptionMethodMissing
        }
        guard let algorithm = EncryptionAlgorithm(name) else { throw .unsupportedCipher(name) }
        guard let value = try element.one("CipherData")?.one("CipherValue"),
            let text = value.base64
        else { throw .cipherValueInvalid }
        self.algorithm = algorithm
        self.text = text
    }
}
