import Foundation

extension SecretBytes {
    /// The longest password, in bytes of UTF-8 as it was typed.
    package static let passwordByteLimit = 1024

    /// A typed password as the bytes that are hashed, RFC 8265, section 4.2 (the OpaqueString profile).
    ///
    /// Other spaces become U+0020, the rest is brought to NFC and written as UTF-8; case and width stay. Refused are an
    /// empty password, one with control characters and one above ``passwordByteLimit``. The profile's ban of
    /// unassigned code points is left out: it would refuse tomorrow's letters today.
    package init(password text: String) throws(PasswordPreparationError) {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= Self.passwordByteLimit else { throw .tooLong }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control: throw .controlCharacter
            case .spaceSeparator: scalars.append(" ")
            default: scalars.append(scalar)
            }
        }
        let prepared = [UInt8](String(scalars).precomposedStringWithCanonicalMapping.utf8)
        self.init(copying: prepared.span)
    }
}
