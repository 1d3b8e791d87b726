import OTPCore

extension KeyAlgorithm {
    /// The *Algorithm* of a key, RFC 6030, section 10, and draft-hoyer-keyprov-pskc-algorithm-profiles-01.
    var uri: String {
        switch self {
        case .hotp: "urn:ietf:params:xml:ns:keyprov:pskc:hotp"
        case .totp: "urn:ietf:params:xml:ns:keyprov:pskc:totp"
        case .ocra: "urn:ietf:params:xml:ns:keyprov:pskc:ocra"
        case .pin: "urn:ietf:params:xml:ns:keyprov:pskc:pin"
        }
    }
}

extension HashAlgorithm {
    /// The *Suite* of a HOTP or TOTP key.
    var suiteName: String {
        switch self {
        case .sha1: "HMAC-SHA1"
        case .sha256: "HMAC-SHA256"
        case .sha512: "HMAC-SHA512"
        }
    }
}
