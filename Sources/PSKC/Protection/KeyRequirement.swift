/// The key a container was encrypted with, as far as the file tells.
package enum KeyRequirement: Equatable, Sendable, CustomStringConvertible {
    /// A pre-shared key with the names the file gives it.
    case preShared(names: [String])

    /// A password with the names the file gives it.
    case password(names: [String])

    /// The private key of a certificate, RFC 6030, section 6.3; it is not supported.
    case privateKey(subject: String?)

    package var description: String {
        switch self {
        case .preShared(let names): "the pre-shared key\(Self.list(names))"
        case .password(let names): "the password\(Self.list(names))"
        case .privateKey(let subject?): "the private key of \(subject), which is not supported"
        case .privateKey(nil): "a private key, which is not supported"
        }
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "" : " \"\(names.joined(separator: "\", \""))\""
    }
}
