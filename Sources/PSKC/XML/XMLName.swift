/// The name of an element: what it is called, and in whose vocabulary.
struct XMLName {
    let namespace: XMLNamespace
    let namespaceName: String
    let local: String

    /// Between the two parts of a name as expat gives it; no namespace can hold it, expat refuses one that does.
    static let separator: UInt8 = 0x0A

    /// The attribute *xml:lang* as expat names it.
    static let language = "http://www.w3.org/XML/1998/namespace\nlang"

    /// Takes apart what expat gives: the namespace, the separator and the local name, or a local name alone.
    init(qualified name: String) {
        if let end = name.utf8.firstIndex(of: Self.separator) {
            self.namespaceName = String(name[..<end])
            self.namespace = XMLNamespace(self.namespaceName)
            self.local = String(name[name.utf8.index(after: end)...])
        } else {
            self.namespace = .none
            self.namespaceName = ""
            self.local = name
        }
    }
}
