import LibCrypto

extension HashFunction {
    private static let macNames: [String: HashFunction] = [
        "http://www.w3.org/2000/09/xmldsig#hmac-sha1": .sha1,
        "http://www.w3.org/2001/04/xmldsig-more#hmac-sha224": .sha224,
        "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256": .sha256,
        "http://www.w3.org/2001/04/xmldsig-more#hmac-sha384": .sha384,
        "http://www.w3.org/2001/04/xmldsig-more#hmac-sha512": .sha512,
    ]

    /// The hash function of an HMAC by its identifier, RFC 6030, section 8, and RFC 6931, section 2.2; nil if unknown.
    init?(macName name: String) {
        guard let hash = Self.macNames[name] else { return nil }
        self = hash
    }

    /// The hash function of a mask generation function, XML Encryption 1.1, section 5.5.2; nil if unknown.
    init?(maskName name: String) {
        switch name {
        case "http://www.w3.org/2009/xmlenc11#mgf1sha1": self = .sha1
        case "http://www.w3.org/2009/xmlenc11#mgf1sha224": self = .sha224
        case "http://www.w3.org/2009/xmlenc11#mgf1sha256": self = .sha256
        case "http://www.w3.org/2009/xmlenc11#mgf1sha384": self = .sha384
        case "http://www.w3.org/2009/xmlenc11#mgf1sha512": self = .sha512
        default: return nil
        }
    }

    /// The identifier of the HMAC over this hash function.
    var macName: String {
        switch self {
        case .sha1: "http://www.w3.org/2000/09/xmldsig#hmac-sha1"
        case .sha224: "http://www.w3.org/2001/04/xmldsig-more#hmac-sha224"
        case .sha256: "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"
        case .sha384: "http://www.w3.org/2001/04/xmldsig-more#hmac-sha384"
        case .sha512: "http://www.w3.org/2001/04/xmldsig-more#hmac-sha512"
        }
    }
}
