/// The namespaces that matter in a container; all others are extensions of somebody.
enum XMLNamespace: Equatable {
    /// RFC 6030's own, and its drafts'.
    case container

    /// XML Signature, XML Encryption 1.0 and 1.1, and the PKCS #5 schema.
    case cryptography

    /// No namespace: the children of the PKCS #5 parameters are in none.
    case none

    case foreign

    init(_ name: String) {
        switch name {
        case PSKCNamespace.rfc6030, PSKCNamespace.draft:
            self = .container
        case "http://www.w3.org/2000/09/xmldsig#", "http://www.w3.org/2001/04/xmlenc#",
            "http://www.w3.org/2009/xmlenc11#", "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#":
            self = .cryptography
        case "":
            self = .none
        default:
            self = .foreign
        }
    }
}
