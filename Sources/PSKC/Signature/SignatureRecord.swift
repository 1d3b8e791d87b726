import LibCrypto

/// *Signature* as the file has it, with what has to be known of the elements around it.
struct SignatureRecord {
    private let tokens: [XMLToken]
    private let scope: NamespaceScope
    private let inherited: [(name: String, value: String)]
    private let root: XMLElement

    /// What the signature says of the container.
    let reference: SignatureReference

    private let signedInfo: XMLElement

    /// - Parameters:
    ///   - tokens: From the start of *Signature* to its end.
    ///   - scope: The namespaces that are declared around it.
    ///   - inherited: The attributes of the namespace `xml` around it.
    ///   - containerID: The *Id* of the container.
    /// - Throws: ``SignatureError``.
    init(
        _ tokens: [XMLToken],
        in scope: NamespaceScope,
        inherited: [(name: String, value: String)],
        containerID: String?
    ) throws(SignatureError) {
        guard let root = XMLElement.tree(of: tokens, in: scope) else { throw .element("Signature") }
        self.tokens = tokens
        self.scope = scope
        self.inherited = inherited
        self.root = root
        self.signedInfo = try Self.one("SignedInfo", of: root)
        self.reference = try SignatureReference(
            try Self.one("Reference", of: self.signedInfo),
            containerID: containerID
        )
    }

    /// The one child of this name.
    static func one(_ name: String, of element: XMLElement) throws(SignatureError) -> XMLElement {
        let found = element.all(name)
        guard found.count == 1 else { throw .element(name) }
        return found[0]
    }

    /// XML Signature, section 3.2.2: whether the certificate's key has signed *SignedInfo*.
    func check(by certificate: Certificate) throws(SignatureError) {
        let element = try Self.one("CanonicalizationMethod", of: self.signedInfo)
        guard let method = CanonicalizationMethod(element) else {
            throw .unsupported("canonicalization", name: element.attribute("Algorithm") ?? "")
        }
        let name = try Self.one("SignatureMethod", of: self.signedInfo).attribute("Algorithm") ?? ""
        guard let algorithm = SignatureAlgorithm(xmlName: name) else { throw .unsupported("algorithm", name: name) }
        guard let value = try Self.one("SignatureValue", of: self.root).base64 else { throw .element("SignatureValue") }
        let isRight: Bool
        do throws(SignatureVerificationError) {
            isRight = try certificate.isValid(value.span, of: self.canonicalSignedInfo(by: method).span, by: algorithm)
        } catch {
            switch error {
            case .otherKindOfKey: throw .otherKindOfKey(algorithm: name)
            case .library(let failure): throw .library(failure)
            }
        }
        guard isRight else { throw .wrongSignature(carried: self.carriedSubject) }
    }

    private func canonicalSignedInfo(by method: CanonicalizationMethod) -> [UInt8] {
        var scope = self.scope
        var inherited = self.inherited
        if case .elementStarted(_, let attributes, _)? = self.tokens.first {
            scope.declare(attributes)
            let ours = attributes.filter { attribute in attribute.name.prefixOfName == "xml" }
            inherited = ours + inherited.filter { other in !ours.contains { $0.name.isSameText(as: other.name) } }
        }
        if case .inclusive(inheritsAll: false) = method.form {
            // Canonical XML 1.1, section 2.4: an identifier is not inherited.
            inherited.removeAll { attribute in attribute.name == "xml:id" }
        }
        var canonicalizer = Canonicalizer(method, scope: scope, inherited: inherited)
        var depth = 0
        var isInside = false
        for token in self.tokens {
            if case .elementStarted(let name, _, _) = token {
                depth += 1
                if depth == 2, name.localName == "SignedInfo" { isInside = true }
            }
            if isInside { canonicalizer.take(token) }
            if case .elementEnded = token {
                if depth == 2 { isInside = false }
                depth -= 1
            }
        }
        return canonicalizer.output
    }

    /// Whose certificate the file carries; it is told and not trusted.
    private var carriedSubject: String? {
        let data = self.root.all("KeyInfo").flatMap { info in info.all("X509Data") }
        guard let bytes = data.flatMap({ $0.all("X509Certificate") }).first?.base64 else { return nil }
        return Certificate(der: bytes.span)?.subject
    }
}

extension SignatureAlgorithm {
    /// XML Signature's identifier, RFC 9231, section 2.3; nil for an unknown one.
    init?(xmlName name: String) {
        switch name {
        case "http://www.w3.org/2000/09/xmldsig#rsa-sha1": self.init(.rsa, .sha1)
        case "http://www.w3.org/2001/04/xmldsig-more#rsa-sha224": self.init(.rsa, .sha224)
        case "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256": self.init(.rsa, .sha256)
        case "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384": self.init(.rsa, .sha384)
        case "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512": self.init(.rsa, .sha512)
        case "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1": self.init(.ecdsa, .sha1)
        case "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha224": self.init(.ecdsa, .sha224)
        case "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256": self.init(.ecdsa, .sha256)
        case "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384": self.init(.ecdsa, .sha384)
        case "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512": self.init(.ecdsa, .sha512)
        default: return nil
        }
    }
}
