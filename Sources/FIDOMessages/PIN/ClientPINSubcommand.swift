/// What authenticatorClientPIN is to do; CTAP 2.1, section 6.5.5.
package struct ClientPINSubcommand: RawRepresentable, Equatable, Sendable {
    package var rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    package static let getPINRetries = ClientPINSubcommand(rawValue: 0x01)
    package static let getKeyAgreement = ClientPINSubcommand(rawValue: 0x02)
    package static let setPIN = ClientPINSubcommand(rawValue: 0x03)
    package static let changePIN = ClientPINSubcommand(rawValue: 0x04)
    package static let getPINToken = ClientPINSubcommand(rawValue: 0x05)
    package static let getTokenUsingPINWithPermissions = ClientPINSubcommand(rawValue: 0x09)
}
