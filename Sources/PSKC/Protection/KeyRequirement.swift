/// The key a container was encrypted with, as far as the file tells.
package enum KeyRequirement: Equatable, Sendable, CustomStringConvertible {
    /// A pre-shared key with the names the file gives it.
    case preShared(names: [String])

    /// A password with the names the file gives it.
    case password(names: [String])

    /// A private key, RFC 6030, section 6.3, with whatever the file names it by: the subject of a certificate, or a name.
    case privateKey(of: String?)

    package var description: String {
        switch self {
        case .preShared(let names): "the pre-shared key\(Self.list(names))"
        case .password(let names): "the password\(Self.list(names))"
        case .privateKey(let owner?): "the private key of \(owner)"
        case .privateKey(nil): "a private key that it does not name"
        }
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "" : " \"\(names.joined(separator: "\", \""))\""
    }
}
