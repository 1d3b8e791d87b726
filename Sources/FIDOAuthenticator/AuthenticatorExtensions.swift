/// The extensions an authenticator has; CTAP 2.1, section 12.
package struct AuthenticatorExtensions: OptionSet, Sendable {
    package var rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Section 12.1.
    package static let credProtect = AuthenticatorExtensions(rawValue: 1)
    /// Section 12.2.
    package static let credBlob = AuthenticatorExtensions(rawValue: 2)
    /// Section 12.3.
    package static let largeBlobKey = AuthenticatorExtensions(rawValue: 4)
    /// Section 12.4.
    package static let minPINLength = AuthenticatorExtensions(rawValue: 8)
    /// Section 12.5.
    package static let hmacSecret = AuthenticatorExtensions(rawValue: 16)

    /// Their identifiers, as getInfo tells them.
    var names: [String] {
        var names: [String] = []
        if self.contains(.credBlob) {
            names.append("credBlob")
        }
        if self.contains(.credProtect) {
            names.append("credProtect")
        }
        if self.contains(.hmacSecret) {
            names.append("hmac-secret")
        }
        if self.contains(.largeBlobKey) {
            names.append("largeBlobKey")
        }
        if self.contains(.minPINLength) {
            names.append("minPinLength")
        }
        return names
    }
}
