/// What authenticatorCredentialManagement is to do; CTAP 2.1, section 6.8.
struct CredentialManagementSubcommand: RawRepresentable, Equatable, Sendable {
    var rawValue: UInt64

    static let getCredsMetadata = CredentialManagementSubcommand(rawValue: 0x01)
    static let enumerateRPsBegin = CredentialManagementSubcommand(rawValue: 0x02)
    static let enumerateRPsGetNextRP = CredentialManagementSubcommand(rawValue: 0x03)
    static let enumerateCredentialsBegin = CredentialManagementSubcommand(rawValue: 0x04)
    static let enumerateCredentialsGetNextCredential = CredentialManagementSubcommand(rawValue: 0x05)
    static let deleteCredential = CredentialManagementSubcommand(rawValue: 0x06)
    static let updateUserInformation = CredentialManagementSubcommand(rawValue: 0x07)
}
