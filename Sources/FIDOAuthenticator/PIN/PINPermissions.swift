/// What a pinUvAuthToken is good for; CTAP 2.1, section 6.5.5.7.
struct PINPermissions: OptionSet, Sendable {
    var rawValue: UInt8

    static let makeCredential = PINPermissions(rawValue: 0x01)
    static let getAssertion = PINPermissions(rawValue: 0x02)
    static let credentialManagement = PINPermissions(rawValue: 0x04)
    static let bioEnrollment = PINPermissions(rawValue: 0x08)
    static let largeBlobWrite = PINPermissions(rawValue: 0x10)
    static let authenticatorConfiguration = PINPermissions(rawValue: 0x20)
}
