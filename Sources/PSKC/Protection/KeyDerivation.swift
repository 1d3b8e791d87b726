import LibCrypto

/// How the key of a container is made of a password, RFC 6030, section 6.2: PBKDF2 with the parameters of PKCS #5.
struct KeyDerivation {
    let salt: [UInt8]
    let iterations: Int
    let hash: HashFunction

    /// Nil where the cipher decides.
    let keyByteCount: Int?

    private static let names = [
        "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2",
        // XML Encryption 1.1's own identifier of the same function.
        "http://www.w3.org/2009/xmlenc11#pbkdf2",
    ]

    /// Reads *KeyDerivationMethod*; throws a reject reason that the reader makes an error of the file.
    init(_ method: XMLElement) throws(PSKCRejectReason) {
        let name = method.attribute("Algorithm") ?? ""
        guard Self.names.contains(name) else { throw .unsupportedKeyDerivation(name) }
        guard let parameters = try method.one("PBKDF2-params"),
            let salt = try parameters.one("Salt")?.one("Specified"),
            let iterations: Int = try parameters.textNumber("IterationCount", in: 1...PBKDF2.iterationLimit)
        else { throw .incompleteKeyDerivation }
        guard let bytes = salt.base64, !bytes.isEmpty else { throw .incompleteKeyDerivation }
        self.salt = bytes
        self.iterations = iterations
        self.keyByteCount = try parameters.textNumber("KeyLength", in: 1...64)
        self.hash = try Self.hash(parameters.one("PRF"))
    }

    /// PKCS #5, appendix A.2: HMAC-SHA-1 unless said otherwise; RFC 6030's figure 7 has an empty *PRF*.
    ///
    /// Its name belongs into an attribute; python-pskc writes it as the text of the element.
    private static func hash(_ function: XMLElement?) throws(PSKCRejectReason) -> HashFunction {
        guard let function else { return .sha1 }
        let name = function.attribute("Algorithm") ?? function.string
        guard !name.isEmpty else { return .sha1 }
        guard let hash = HashFunction(macName: name) else { throw .unsupportedKeyDerivation(name) }
        return hash
    }

    /// The HMACs that a key takes; both factors are limited.
    func cost(ofKeyOf byteCount: Int) -> Int {
        let block = self.hash.digestByteCount
        return self.iterations * ((byteCount + block - 1) / block)
    }

    func key(from password: Span<UInt8>, byteCount: Int) throws(LibCryptoFailure) -> SecretBytes {
        try PBKDF2.derive(
            from: password,
            salt: self.salt.span,
            iterations: self.iterations,
            hash: self.hash,
            count: self.keyByteCount ?? byteCount
        )
    }
}
