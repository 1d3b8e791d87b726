extension XMLElement {
    /// The tree that the tokens of one element make; nil if they are none.
    static func tree(of tokens: [XMLToken], in scope: NamespaceScope) -> XMLElement? {
        var open: [(element: XMLElement, scope: NamespaceScope)] = []
        var root: XMLElement?
        for token in tokens {
            switch token {
            case .elementStarted(let name, let attributes, let position):
                var scope = open.last?.scope ?? scope
                scope.declare(attributes)
                let namespace = scope[name.prefixOfName] ?? ""
                let separator = String(UnicodeScalar(XMLName.separator))
                let element = XMLElement(
                    name: XMLName(
                        qualified: namespace.isEmpty ? name.localName : namespace + separator + name.localName
                    ),
                    attributes: attributes,
                    position: position
                )
                open.last?.element.append(element)
                open.append((element, scope))
            case .elementEnded:
                root = open.popLast()?.element
            case .characters(let bytes):
                open.last?.element.append(bytes.span)
            case .comment, .instruction:
                break
            }
        }
        return open.isEmpty ? root : nil
    }
}
