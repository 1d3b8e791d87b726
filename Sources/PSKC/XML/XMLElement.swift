import LibCrypto

/// One element with everything in it: the small trees of which a container consists.
///
/// The text may hold a secret, so it is kept as bytes and overwritten by ``wipe()``.
final class XMLElement {
    let namespace: XMLNamespace

    /// The namespace as the file names it, for errors.
    let namespaceName: String
    let name: String
    let attributes: [(name: String, value: String)]
    let position: PSKCPosition
    private(set) var children: [XMLElement] = []
    private(set) var text: [UInt8] = []

    init(name: XMLName, attributes: [(name: String, value: String)], position: PSKCPosition) {
        self.namespace = name.namespace
        self.namespaceName = name.namespaceName
        self.name = name.local
        self.attributes = attributes
        self.position = position
    }

    func append(_ child: XMLElement) {
        self.children.append(child)
    }

    /// Forgets the children: the document's element does not collect them.
    func removeChildren() {
        self.children.removeAll(keepingCapacity: true)
    }

    /// Adds text, and leaves no copy of what was there where the array grew out of its storage.
    func append(_ characters: Span<UInt8>) {
        let needed = self.text.count + characters.count
        if needed > self.text.capacity {
            var grown: [UInt8] = []
            grown.reserveCapacity(max(2 * needed, 64))
            grown.append(contentsOf: self.text)
            self.text.wipe()
            self.text = grown
        }
        for index in characters.indices { self.text.append(characters[index]) }
    }

    /// Overwrites the text of this element and of all below it.
    func wipe() {
        self.text.wipe()
        for child in self.children { child.wipe() }
    }

    /// The value of an attribute, without the white space around it.
    func attribute(_ name: String) -> String? {
        self.attributes.first { attribute in attribute.name == name }?.value.trimmedOfXMLSpace
    }

    /// The children of this name; elements of foreign namespaces are extensions and not among them.
    func all(_ name: String) -> [XMLElement] {
        self.children.filter { child in child.name == name && child.namespace != .foreign }
    }

    /// The one child of this name, if there is one: what a schema allows once must not say two things.
    func one(_ name: String) throws(PSKCRejectReason) -> XMLElement? {
        let found = self.all(name)
        guard found.count <= 1 else { throw .duplicateElement(name) }
        return found.first
    }

    /// The text of the one child of this name; nil if there is none or it is empty.
    func text(_ name: String) throws(PSKCRejectReason) -> String? {
        guard let text = try self.one(name)?.string, !text.isEmpty else { return nil }
        return text
    }

    /// The bytes that the text is the Base64 of; nil if it is none.
    ///
    /// They may be secret: wipe them.
    var base64: [UInt8]? {
        let text = self.text
        return Base64.decode(text.span)
    }

    /// The text without the white space around it.
    var string: String { String(decoding: self.text, as: UTF8.self).trimmedOfXMLSpace }
}
