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
        self.algorithm = try Self.refined(algorithm, by: method)
        guard let value = try element.one("CipherData")?.one("CipherValue"),
            let text = value.base64
        else { throw .cipherValueInvalid }
        self.text = text
    }

    /// RSA-OAEP names its hash functions in children, XML Encryption 1.1, section 5.5.2; SHA-1 where it names none.
    private static func refined(
        _ algorithm: EncryptionAlgorithm,
        by method: XMLElement
    ) throws(PSKCRejectReason) -> EncryptionAlgorithm {
        guard case .publicKey(.oaep(var hash, var mask)) = algorithm else { return algorithm }
        if let name = try method.one("DigestMethod")?.attribute("Algorithm") {
            guard let named = HashFunction(digestName: name) else { throw .unsupportedCipher(name) }
            hash = named
        }
        if let name = try method.one("MGF")?.attribute("Algorithm") {
            guard let named = HashFunction(maskName: name) else { throw .unsupportedCipher(name) }
            mask = named
        }
        if try method.text("OAEPparams") != nil { throw .unsupportedCipher("OAEP with parameters") }
        return .publicKey(.oaep(hash, mask: mask))
    }
}
