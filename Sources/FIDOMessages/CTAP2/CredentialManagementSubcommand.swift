/// What authenticatorCredentialManagement is to do; CTAP 2.1, section 6.8.
package struct CredentialManagementSubcommand: RawRepresentable, Equatable, Sendable {
    package var rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    package static let getCredsMetadata = CredentialManagementSubcommand(rawValue: 0x01)
    package static let enumerateRPsBegin = CredentialManagementSubcommand(rawValue: 0x02)
    package static let enumerateRPsGetNextRP = CredentialManagementSubcommand(rawValue: 0x03)
    package static let enumerateCredentialsBegin = CredentialManagementSubcommand(rawValue: 0x04)
    package static let enumerateCredentialsGetNextCredential = CredentialManagementSubcommand(rawValue: 0x05)
    package static let deleteCredential = CredentialManagementSubcommand(rawValue: 0x06)
    package static let updateUserInformation = CredentialManagementSubcommand(rawValue: 0x07)
}
