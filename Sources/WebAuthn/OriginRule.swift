/// The origins a relying party expects, Web Authentication level 3, section 13.4.9.
package enum OriginRule: Equatable, Sendable {
    /// Exactly these: web origins as browsers write them, and names of apps.
    case these([String])
    /// `http` and `https` on `localhost`, whatever the port: for trying things out.
    case anyPortOfLocalhost

    init(_ origins: [String], relyingPartyID: String) throws(RelyingPartyError) {
        guard !origins.isEmpty else {
            self = relyingPartyID == "localhost" ? .anyPortOfLocalhost : .these(["https://\(relyingPartyID)"])
            return
        }
        var expected: [String] = []
        for origin in origins {
            guard !Self.isApp(origin) else {
                expected.append(origin)
                continue
            }
            guard let parts = Self.parts(of: origin) else { throw .notAnOrigin(origin) }
            let (scheme, host) = (parts.scheme, parts.host)
            let isBelow = host == relyingPartyID || host.hasSuffix("." + relyingPartyID)
            guard isBelow, scheme == "https" || host == "localhost" || host.hasSuffix(".localhost") else {
                throw .foreignOrigin(origin, domain: relyingPartyID)
            }
            expected.append(parts.text)
        }
        self = .these(expected)
    }

    /// Whether a page of this origin may ask.
    package func allows(_ origin: String) -> Bool {
        switch self {
        case .these(let origins): origins.contains(origin)
        case .anyPortOfLocalhost: Self.parts(of: origin)?.host == "localhost"
        }
    }

    /// Whether a text is a domain as browsers write it: labels of letters in lower case, digits and hyphens.
    static func isDomain(_ text: some StringProtocol) -> Bool {
        guard (1...253).contains(text.utf8.count) else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy(Self.isInLabel)
        }
    }

    private static func isInLabel(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }

    /// A web origin in its parts; ``text`` is what browsers write, RFC 6454, section 6.2.
    private struct Parts {
        let scheme: String
        let host: String
        var port: UInt16?

        /// Without the port if it is the scheme's own.
        var text: String {
            let port = self.port == (self.scheme == "https" ? 443 : 80) ? nil : self.port
            return "\(self.scheme)://\(self.host)" + (port.map { ":\($0)" } ?? "")
        }
    }

    private static func parts(of origin: String) -> Parts? {
        for scheme in ["https", "http"] where origin.hasPrefix(scheme + "://") {
            let texts = origin.dropFirst(scheme.count + 3).split(separator: ":", omittingEmptySubsequences: false)
            guard let host = texts.first, Self.isDomain(host), texts.count <= 2 else { return nil }
            var parts = Parts(scheme: scheme, host: String(host))
            if texts.count == 2 {
                guard let port = UInt16(texts[1]), "\(port)" == texts[1] else { return nil }
                parts.port = port
            }
            return parts
        }
        return nil
    }

    /// Whether this names an app, as `android:apk-key-hash:` and a hash do: the client data carry it to the letter, section
    /// 13.4.9.
    ///
    /// A host and its port, an address of another scheme and what is not visible ASCII are no names of apps.
    private static func isApp(_ origin: String) -> Bool {
        guard let colon = origin.firstIndex(of: ":") else { return false }
        let (scheme, rest) = (origin[..<colon], origin[colon...].dropFirst())
        guard let first = scheme.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else {
            return false
        }
        guard scheme.utf8.allSatisfy(Self.isInLabel), !Self.schemesOfAddresses.contains(String(scheme)) else {
            return false
        }
        guard let start = rest.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(start) else {
            return false
        }
        return rest.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private static let schemesOfAddresses: Set<String> = ["http", "https", "ftp", "ws", "wss", "file", "data", "blob"]
}
