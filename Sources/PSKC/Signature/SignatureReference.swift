import LibCrypto

/// *Reference*, XML Signature, section 4.4.3: what was signed, and its digest.
///
/// It must be the whole container but the signature in it: the empty reference, or one to the container's *Id*; the transform
/// of an enveloped signature; and one canonicalization at most.
struct SignatureReference {
    let method: CanonicalizationMethod
    let hash: HashFunction
    let digest: [UInt8]

    /// Whether comments and instructions outside of the container's element are part of it.
    let isWholeDocument: Bool

    private static let enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"

    init(_ element: XMLElement, containerID: String?) throws(SignatureError) {
        let uri = element.attribute("URI") ?? ""
        if uri.isEmpty {
            self.isWholeDocument = true
        } else {
            guard let containerID, uri.isSameText(as: "#" + containerID) else { throw .reference(uri) }
            self.isWholeDocument = false
        }
        let transforms = element.all("Transforms").flatMap { list in list.all("Transform") }
        guard let first = transforms.first, first.attribute("Algorithm") == Self.enveloped else {
            throw .unsupported("first transform", name: transforms.first?.attribute("Algorithm") ?? "(none)")
        }
        var method = CanonicalizationMethod.standard
        if transforms.count > 1 {
            guard let named = CanonicalizationMethod(transforms[1]) else {
                throw .unsupported("transform", name: transforms[1].attribute("Algorithm") ?? "")
            }
            method = named
        }
        guard transforms.count <= 2 else {
            throw .unsupported("transform", name: transforms[2].attribute("Algorithm") ?? "")
        }
        // Neither form of reference takes comments in, section 4.4.3.3.
        self.method = CanonicalizationMethod(form: method.form, keepsComments: false)
        let name = try SignatureRecord.one("DigestMethod", of: element).attribute("Algorithm") ?? ""
        guard let hash = HashFunction(digestName: name) else { throw .unsupported("digest", name: name) }
        self.hash = hash
        guard let digest = try SignatureRecord.one("DigestValue", of: element).base64 else {
            throw .element("DigestValue")
        }
        self.digest = digest
    }
}

extension HashFunction {
    /// The identifier of a digest, RFC 9231, section 2.1, and XML Encryption, section 5.7; nil for an unknown one.
    init?(digestName name: String) {
        switch name {
        case "http://www.w3.org/2000/09/xmldsig#sha1": self = .sha1
        case "http://www.w3.org/2001/04/xmldsig-more#sha224": self = .sha224
        case "http://www.w3.org/2001/04/xmlenc#sha256": self = .sha256
        case "http://www.w3.org/2001/04/xmldsig-more#sha384": self = .sha384
        case "http://www.w3.org/2001/04/xmlenc#sha512": self = .sha512
        default: return nil
        }
    }
}
