/// Which element is the signature: RFC 6030's own, or XML Signature's.
enum SignatureName {
    static func isSignature(
        _ name: String,
        _ attributes: [(name: String, value: String)],
        in scope: NamespaceScope
    ) -> Bool {
        guard name.localName == "Signature" else { return false }
        var scope = scope
        scope.declare(attributes)
        let namespace = scope[name.prefixOfName] ?? ""
        return namespace == "http://www.w3.org/2000/09/xmldsig#" || XMLNamespace(namespace) == .container
    }
}
