/// The origins of web pages elsewhere that may use a service, RFC 6454; none unless somebody says so.
package struct PageOrigins: Equatable, Sendable {
    private let origins: Set<String>

    package static let none = PageOrigins(origins: [])

    private init(origins: Set<String>) {
        self.origins = origins
    }

    /// Reads origins as browsers send them, `http://127.0.0.1:8470`; `nil` if one has a path, or no scheme or host.
    package init?(_ texts: [String]) {
        for text in texts {
            let scheme = ["http://", "https://"].first { text.hasPrefix($0) }
            guard let scheme, ServiceAddress(authority: String(text.dropFirst(scheme.count))) != nil else {
                return nil
            }
        }
        self.init(origins: Set(texts))
    }

    package func contains(_ origin: String) -> Bool {
        self.origins.contains(origin)
    }
}
