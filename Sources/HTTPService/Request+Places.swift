package import Hummingbird

extension RequestContext {
    /// A variable part of the path with its percent-encoding undone, RFC 3986, section 2.1.
    package func pathPart(_ name: String) throws(Problem) -> String {
        guard let raw = self.parameters.get(name) else {
            throw .invalidMember(name, "it is missing in the path.")
        }
        guard let text = PercentEncoding.decode(raw[...]) else {
            throw .invalidMember(name, "its percent-encoding in the path is broken.")
        }
        return text
    }
}

extension Request {
    /// The query as it was given: names may come more than once, and `+` is a plus, RFC 3986, section 3.4.
    package func queryItems() throws(Problem) -> [(name: String, value: String)] {
        var items: [(name: String, value: String)] = []
        for item in (self.uri.query ?? "").split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard
                let name = PercentEncoding.decode(parts[0]),
                let value = PercentEncoding.decode(parts.count > 1 ? parts[1] : "")
            else {
                throw .invalidMember("query", "its percent-encoding is broken.")
            }
            items.append((name, value))
        }
        return items
    }
}
