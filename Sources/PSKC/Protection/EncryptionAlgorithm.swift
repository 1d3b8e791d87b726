import LibCrypto

/// How a value is encrypted, by the identifiers of XML Encryption and its extensions.
enum EncryptionAlgorithm: Equatable {
    case cbc(BlockCipher)
    case keyWrap(BlockCipher)
    case tripleDESKeyWrap

    /// Under an RSA key: rsa-1_5 and rsa-oaep.
    case publicKey(RSAPrivateKey.Padding)

    private static let names: [String: EncryptionAlgorithm] = [
        "http://www.w3.org/2001/04/xmlenc#aes128-cbc": .cbc(.aes128),
        "http://www.w3.org/2001/04/xmlenc#aes192-cbc": .cbc(.aes192),
        "http://www.w3.org/2001/04/xmlenc#aes256-cbc": .cbc(.aes256),
        "http://www.w3.org/2001/04/xmlenc#tripledes-cbc": .cbc(.tripleDES),
        "http://www.w3.org/2001/04/xmlenc#kw-aes128": .keyWrap(.aes128),
        "http://www.w3.org/2001/04/xmlenc#kw-aes192": .keyWrap(.aes192),
        "http://www.w3.org/2001/04/xmlenc#kw-aes256": .keyWrap(.aes256),
        "http://www.w3.org/2001/04/xmlenc#kw-tripledes": .tripleDESKeyWrap,
        "http://www.w3.org/2009/xmlenc11#kw-aes-128-pad": .keyWrap(.aes128),
        "http://www.w3.org/2009/xmlenc11#kw-aes-192-pad": .keyWrap(.aes192),
        "http://www.w3.org/2009/xmlenc11#kw-aes-256-pad": .keyWrap(.aes256),
        "http://www.w3.org/2001/04/xmldsig-more#camellia128-cbc": .cbc(.camellia128),
        "http://www.w3.org/2001/04/xmldsig-more#camellia192-cbc": .cbc(.camellia192),
        "http://www.w3.org/2001/04/xmldsig-more#camellia256-cbc": .cbc(.camellia256),
        "http://www.w3.org/2001/04/xmldsig-more#kw-camellia128": .keyWrap(.camellia128),
        "http://www.w3.org/2001/04/xmldsig-more#kw-camellia192": .keyWrap(.camellia192),
        "http://www.w3.org/2001/04/xmldsig-more#kw-camellia256": .keyWrap(.camellia256),
        "http://www.w3.org/2001/04/xmlenc#rsa-1_5": .publicKey(.pkcs1),
        // The underscore of RFC 6030's own figure 8.
        "http://www.w3.org/2001/04/xmlenc#rsa_1_5": .publicKey(.pkcs1),
        "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p": .publicKey(.oaep(.sha1, mask: .sha1)),
        "http://www.w3.org/2009/xmlenc11#rsa-oaep": .publicKey(.oaep(.sha1, mask: .sha1)),
    ]

    init?(_ name: String) {
        guard let algorithm = Self.names[name] else { return nil }
        self = algorithm
    }

    /// Whether the key it takes is a private one.
    var isPublicKey: Bool {
        if case .publicKey = self { true } else { false }
    }

    /// Whether a changed text is noticed without a MAC; RFC 6030, section 6.1.1, asks for a MAC of all others.
    var checksIntegrity: Bool {
        switch self {
        case .cbc: false
        case .keyWrap, .tripleDESKeyWrap, .publicKey: true
        }
    }

    /// The length of its key, where a file does not say how long a derived key is to be.
    var keyByteCount: Int {
        switch self {
        case .cbc(let cipher), .keyWrap(let cipher): cipher.keyByteCount
        case .tripleDESKeyWrap: BlockCipher.tripleDES.keyByteCount
        case .publicKey: 0
        }
    }

    func decrypt(_ text: Span<UInt8>, key: Span<UInt8>) throws(CipherError) -> SecretBytes {
        switch self {
        case .cbc(let cipher): try CBC.decrypt(text, with: cipher, key: key)
        case .keyWrap(let cipher): try KeyWrap.unwrap(text, with: cipher, key: key)
        case .tripleDESKeyWrap: try TripleDESKeyWrap.unwrap(text, key: key)
        case .publicKey: throw .keyLength(key.count)
        }
    }
}
