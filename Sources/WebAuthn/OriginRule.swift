/// The origins a relying party expects, Web Authentication level 3, section 13.4.9.
package enum OriginRule: Equatable, Sendable {
    /// Exactly these.
    case these([String])
    /// `http` and `https` on `localhost`, whatever the port: for trying things out.
    case anyPortOfLocalhost

    init(_ origins: [String], relyingPartyID: String) throws(RelyingPartyError) {
        guard !origins.isEmpty else {
            self = relyingPartyID == "localhost" ? .anyPortOfLocalhost : .these(["https://\(relyingPartyID)"])
            return
        }
        for origin in origins {
            guard let (scheme, host) = Self.parts(of: origin) else { throw .notAnOrigin(origin) }
            let isBelow = host == relyingPartyID || host.hasSuffix("." + relyingPartyID)
            guard isBelow, scheme == "https" || host == "localhost" || host.hasSuffix(".localhost") else {
                throw .foreignOrigin(origin, domain: relyingPartyID)
            }
        }
        self = .these(origins)
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

    private static func parts(of origin: String) -> (scheme: String, host: String)? {
        for scheme in ["https", "http"] where origin.hasPrefix(scheme + "://") {
            let parts = origin.dropFirst(scheme.count + 3).split(separator: ":", omittingEmptySubsequences: false)
            guard let host = parts.first, Self.isDomain(host), parts.count <= 2 else { return nil }
            if parts.count == 2 {
                guard let port = UInt16(parts[1]), "\(port)" == parts[1] else { return nil }
            }
            return (scheme, String(host))
        }
        return nil
    }
}
