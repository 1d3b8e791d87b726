/// XML being written: indented by two spaces, every text escaped.
struct XMLText {
    private(set) var bytes: [UInt8] = []
    private var depth: Int

    init(depth: Int = 0) {
        self.depth = depth
        // One piece with a plain secret fits, so that growing leaves no copy of the secret behind.
        self.bytes.reserveCapacity(4096)
    }

    mutating func raw(_ text: String) {
        self.bytes.append(contentsOf: text.utf8)
    }

    mutating func open(_ name: String, _ attributes: [(name: String, value: String?)] = []) {
        self.tag(name, attributes)
        self.raw(">\n")
        self.depth += 1
    }

    mutating func close(_ name: String) {
        self.depth -= 1
        self.indent()
        self.raw("</\(name)>\n")
    }

    mutating func empty(_ name: String, _ attributes: [(name: String, value: String?)]) {
        self.tag(name, attributes)
        self.raw("/>\n")
    }

    /// An element with a text; nothing at all for no text.
    mutating func leaf(_ name: String, _ text: String?, _ attributes: [(name: String, value: String?)] = []) {
        guard let text else { return }
        self.tag(name, attributes)
        self.raw(">")
        self.escape(text)
        self.raw("</\(name)>\n")
    }

    /// An element whose text needs no escaping, such as Base64.
    mutating func leaf(_ name: String, _ text: [UInt8]) {
        self.tag(name, [])
        self.raw(">")
        self.bytes.append(contentsOf: text)
        self.raw("</\(name)>\n")
    }

    private mutating func tag(_ name: String, _ attributes: [(name: String, value: String?)]) {
        self.indent()
        self.raw("<\(name)")
        for (name, value) in attributes {
            guard let value else { continue }
            self.raw(" \(name)=\"")
            self.escape(value)
            self.raw("\"")
        }
    }

    private mutating func indent() {
        self.bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * self.depth))
    }

    /// XML 1.0, sections 2.4 and 3.3.3: white space other than a space is kept from attribute normalisation, and
    /// characters that no XML 1.0 document may hold (section 2.2) become U+FFFD.
    private mutating func escape(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": self.raw("&amp;")
            case "<": self.raw("&lt;")
            case ">": self.raw("&gt;")
            case "\"": self.raw("&quot;")
            case "\t", "\n", "\r": self.raw("&#\(scalar.value);")
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": self.raw("\u{FFFD}")
            default: self.bytes.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
            }
        }
    }
}
