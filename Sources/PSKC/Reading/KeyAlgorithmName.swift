/// The *Algorithm* of a key as files write it.
enum KeyAlgorithmName: Equatable {
    case hotp
    case totp
    case ocra(suite: String?)
    case pin

    /// RFC 6030, section 10, the same names behind `#` as the drafts have it, and the bare name; nil for any other.
    init?(_ text: String) {
        let lowercased = text.lowercased()
        let prefixes = [
            "urn:ietf:params:xml:ns:keyprov:pskc:", "urn:ietf:params:xml:ns:keyprov:pskc#",
            "http://www.ietf.org/keyprov/pskc#",
        ]
        let prefix = prefixes.first(where: lowercased.hasPrefix) ?? ""
        switch lowercased.dropFirst(prefix.count) {
        case "hotp": self = .hotp
        case "totp": self = .totp
        case "pin": self = .pin
        case "ocra": self = .ocra(suite: nil)
        case let rest where rest.hasPrefix("ocra-1:"): self = .ocra(suite: String(text.dropFirst(prefix.count)))
        default: return nil
        }
    }
}
