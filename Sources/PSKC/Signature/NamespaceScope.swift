/// Which prefix means which namespace, at one place of a document; names are compared byte by byte.
struct NamespaceScope {
    /// Prefix and name, in the order they were declared; the prefix of the default namespace is empty.
    private(set) var declarations: [(prefix: String, name: String)] = []

    /// The name that a prefix stands for; nil if nobody has declared it.
    subscript(prefix: String) -> String? {
        get { self.declarations.first { declared in declared.prefix.isSameText(as: prefix) }?.name }
        set {
            self.declarations.removeAll { declared in declared.prefix.isSameText(as: prefix) }
            if let newValue { self.declarations.append((prefix, newValue)) }
        }
    }

    /// Takes the declarations among the attributes of an element.
    mutating func declare(_ attributes: [(name: String, value: String)]) {
        for (name, value) in attributes {
            if let prefix = Self.declaredPrefix(of: name) { self[prefix] = value }
        }
    }

    /// The prefix that an attribute declares; nil for an ordinary attribute.
    static func declaredPrefix(of attribute: String) -> String? {
        if attribute == "xmlns" { return "" }
        return attribute.utf8.starts(with: "xmlns:".utf8) ? String(attribute.utf8.dropFirst(6)) : nil
    }

    /// The namespace of an element or, without a prefix, of none, of an attribute.
    func namespace(ofAttribute name: String) -> String {
        let prefix = name.prefixOfName
        if prefix.isEmpty { return "" }
        return prefix == "xml" ? "http://www.w3.org/XML/1998/namespace" : self[prefix] ?? ""
    }
}

extension String {
    /// Swift takes texts for equal that Unicode does; XML does not.
    func isSameText(as other: String) -> Bool { self.utf8.elementsEqual(other.utf8) }

    /// What stands before the colon of a qualified name, Namespaces in XML, section 4.
    var prefixOfName: String {
        guard let colon = self.utf8.firstIndex(of: UInt8(ascii: ":")) else { return "" }
        return String(self[..<colon])
    }

    /// What stands behind the colon, or all of it.
    var localName: String {
        guard let colon = self.utf8.firstIndex(of: UInt8(ascii: ":")) else { return self }
        return String(self[self.utf8.index(after: colon)...])
    }
}
