import LibCrypto

/// Writes a document, or one element of it, in canonical form as its tokens come: Canonical XML 1.0 and 1.1, and Exclusive
/// XML Canonicalization 1.0.
///
/// It holds the declarations of the elements that are open and nothing else. What it writes may hold secrets.
struct Canonicalizer {
    /// What stands in the canonical form so far and was not drawn.
    private(set) var output: [UInt8] = []

    private let method: CanonicalizationMethod
    private var scopes: [NamespaceScope]
    private var rendered: [NamespaceScope] = [NamespaceScope()]
    private var inherited: [(name: String, value: String)]
    private var hasHadRoot = false

    /// - Parameters:
    ///   - method: Which form.
    ///   - scope: The namespaces declared around the element; none for a whole document.
    ///   - inherited: The attributes of the namespace `xml` that the elements around have.
    init(
        _ method: CanonicalizationMethod,
        scope: NamespaceScope = NamespaceScope(),
        inherited: [(name: String, value: String)] = []
    ) {
        self.method = method
        self.scopes = [scope]
        self.inherited = inherited
        self.output.reserveCapacity(8192)
    }

    mutating func take(_ token: XMLToken) {
        switch token {
        case .elementStarted(let name, let attributes, _):
            self.start(name, attributes)
        case .elementEnded(let name):
            self.scopes.removeLast()
            self.rendered.removeLast()
            self.write("</\(name)>")
        case .characters(let bytes):
            // Outside of the document's element there is white space only, and it does not count.
            if self.isInside { self.writeText(bytes) }
        case .comment(let text):
            if self.method.keepsComments { self.writeBetween("<!--\(text)-->") }
        case .instruction(let target, let data):
            self.writeBetween(data.isEmpty ? "<?\(target)?>" : "<?\(target) \(data)?>")
        }
    }

    /// Takes the bytes away, and overwrites them here.
    mutating func draw(_ body: (Span<UInt8>) -> Void) {
        body(self.output.span)
        self.output.wipe()
        self.output.removeAll(keepingCapacity: true)
    }

    private var isInside: Bool { self.scopes.count > 1 }

    /// Before and behind the document's element each comment and instruction has a line of its own.
    private mutating func writeBetween(_ text: String) {
        if !self.isInside, self.hasHadRoot { self.write("\n") }
        self.write(text)
        if !self.isInside, !self.hasHadRoot { self.write("\n") }
    }

    private mutating func start(_ name: String, _ attributes: [(name: String, value: String)]) {
        self.hasHadRoot = true
        var scope = self.scopes[self.scopes.count - 1]
        scope.declare(attributes)
        var plain = attributes.filter { attribute in NamespaceScope.declaredPrefix(of: attribute.name) == nil }
        if case .inclusive = self.method.form {
            plain += self.inherited.filter { ours in !plain.contains { $0.name.isSameText(as: ours.name) } }
        }
        self.inherited = []
        var done = self.rendered[self.rendered.count - 1]
        self.write("<\(name)")
        for (prefix, namespace) in self.declarations(of: name, plain, scope, done) {
            self.write(prefix.isEmpty ? " xmlns=\"" : " xmlns:\(prefix)=\"")
            self.writeValue(namespace)
            self.write("\"")
            done[prefix] = namespace
        }
        let sorted = plain.map { attribute in (scope.namespace(ofAttribute: attribute.name), attribute) }.sorted {
            left,
            right in
            if !left.0.isSameText(as: right.0) { return left.0.utf8.lexicographicallyPrecedes(right.0.utf8) }
            return left.1.name.localName.utf8.lexicographicallyPrecedes(right.1.name.localName.utf8)
        }
        for (_, attribute) in sorted {
            self.write(" \(attribute.name)=\"")
            self.writeValue(attribute.value)
            self.write("\"")
        }
        self.write(">")
        self.scopes.append(scope)
        self.rendered.append(done)
    }

    /// The declarations to be written: those that matter here and are not in force already.
    private func declarations(
        of name: String,
        _ attributes: [(name: String, value: String)],
        _ scope: NamespaceScope,
        _ done: NamespaceScope
    ) -> [(prefix: String, name: String)] {
        var wanted: [String]
        switch self.method.form {
        case .inclusive:
            wanted = scope.declarations.map(\.prefix)
        case .exclusive(let inclusivePrefixes):
            wanted = [name.prefixOfName] + attributes.map(\.name.prefixOfName).filter { prefix in !prefix.isEmpty }
            wanted += inclusivePrefixes.filter { prefix in scope[prefix] != nil }
        }
        var found: [(prefix: String, name: String)] = []
        for prefix in wanted where prefix != "xml" && !found.contains(where: { $0.prefix.isSameText(as: prefix) }) {
            let namespace = scope[prefix] ?? ""
            // No default namespace needs to be said only where there was one.
            if namespace.isSameText(as: done[prefix] ?? "") { continue }
            found.append((prefix, namespace))
        }
        return found.sorted { left, right in left.prefix.utf8.lexicographicallyPrecedes(right.prefix.utf8) }
    }

    private mutating func write(_ text: String) {
        self.output.append(contentsOf: text.utf8)
    }

    private mutating func writeText(_ bytes: [UInt8]) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "&"): self.write("&amp;")
            case UInt8(ascii: "<"): self.write("&lt;")
            case UInt8(ascii: ">"): self.write("&gt;")
            case 0x0D: self.write("&#xD;")
            default: self.output.append(byte)
            }
        }
    }

    private mutating func writeValue(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): self.write("&amp;")
            case UInt8(ascii: "<"): self.write("&lt;")
            case UInt8(ascii: "\""): self.write("&quot;")
            case 0x09: self.write("&#x9;")
            case 0x0A: self.write("&#xA;")
            case 0x0D: self.write("&#xD;")
            default: self.output.append(byte)
            }
        }
    }
}
