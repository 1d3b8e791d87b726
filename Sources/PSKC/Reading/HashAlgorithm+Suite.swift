import OTPCore

extension HashAlgorithm {
    /// The hash function that a file names; nil for an unknown one.
    ///
    /// Files write HMAC-SHA256, HMAC-SHA-256, HmacSHA256, SHA256, or the URI of XML Signature.
    init?(suiteName suite: String) {
        var name = suite.lowercased().filter { character in character != "-" && character != "_" && character != " " }
        for uri in ["http://www.w3.org/2000/09/xmldsig#", "http://www.w3.org/2001/04/xmldsigmore#"]
        where name.hasPrefix(uri) {
            name.removeFirst(uri.count)
        }
        if name.hasPrefix("hmac") { name.removeFirst(4) }
        switch name {
        case "sha1": self = .sha1
        case "sha256": self = .sha256
        case "sha512": self = .sha512
        default: return nil
        }
    }
}
