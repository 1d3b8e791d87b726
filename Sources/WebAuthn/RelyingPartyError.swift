/// Why something is no relying party.
package enum RelyingPartyError: Error, Equatable, Sendable, CustomStringConvertible {
    case notADomain(String)
    /// Not a scheme, a host and perhaps a port, and no app's name.
    case notAnOrigin(String)
    /// An origin of another domain, or one that browsers do not take for safe.
    case foreignOrigin(String, domain: String)

    package var description: String {
        switch self {
        case .notADomain(let text):
            "'\(text)' is no domain in lower case"
        case .notAnOrigin(let text):
            "'\(text)' is no origin: a scheme, a host and perhaps a port, as https://login.example:8443, or an app's name"
        case .foreignOrigin(let text, let domain):
            "'\(text)' is neither https on \(domain) or below it, nor http on localhost"
        }
    }
}
