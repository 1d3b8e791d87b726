/// A way to write XML so that what means the same is the same bytes.
struct CanonicalizationMethod: Equatable, Sendable {
    enum Form: Equatable, Sendable {
        /// Canonical XML 1.0 and 1.1, which differ only in the attributes a part inherits.
        case inclusive(inheritsAll: Bool)

        /// Exclusive XML Canonicalization 1.0; these prefixes are treated as the inclusive form treats all.
        case exclusive(inclusivePrefixes: [String])
    }

    let form: Form
    let keepsComments: Bool

    /// What is meant where nothing is named, XML Signature, section 4.4.3.2.
    static let standard = CanonicalizationMethod(form: .inclusive(inheritsAll: true), keepsComments: false)

    init(form: Form, keepsComments: Bool) {
        self.form = form
        self.keepsComments = keepsComments
    }

    /// Reads *CanonicalizationMethod*, or a *Transform* that is one; nil for an unknown algorithm.
    init?(_ element: XMLElement) {
        let name = element.attribute("Algorithm") ?? ""
        let hasComments = name.hasSuffix("WithComments")
        switch hasComments ? String(name.dropLast("#WithComments".count)) : name {
        case "http://www.w3.org/TR/2001/REC-xml-c14n-20010315":
            self.form = .inclusive(inheritsAll: true)
        case "http://www.w3.org/2006/12/xml-c14n11":
            self.form = .inclusive(inheritsAll: false)
        case "http://www.w3.org/2001/10/xml-exc-c14n", "http://www.w3.org/2001/10/xml-exc-c14n#":
            let list = element.children.first { child in child.name == "InclusiveNamespaces" }?.attribute("PrefixList")
            let prefixes = (list ?? "").split(whereSeparator: \.isWhitespace)
            self.form = .exclusive(inclusivePrefixes: prefixes.map { $0 == "#default" ? "" : String($0) })
        default:
            return nil
        }
        self.keepsComments = hasComments
    }
}
