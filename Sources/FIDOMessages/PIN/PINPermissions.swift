/// What a pinUvAuthToken is good for; CTAP 2.1, section 6.5.5.7.
package struct PINPermissions: OptionSet, Sendable {
    package var rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let makeCredential = PINPermissions(rawValue: 0x01)
    package static let getAssertion = PINPermissions(rawValue: 0x02)
    package static let credentialManagement = PINPermissions(rawValue: 0x04)
    package static let bioEnrollment = PINPermissions(rawValue: 0x08)
    package static let largeBlobWrite = PINPermissions(rawValue: 0x10)
    package static let authenticatorConfiguration = PINPermissions(rawValue: 0x20)
}
