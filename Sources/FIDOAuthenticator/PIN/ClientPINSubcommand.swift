/// What authenticatorClientPIN is to do; CTAP 2.1, section 6.5.5.
struct ClientPINSubcommand: RawRepresentable, Equatable, Sendable {
    var rawValue: UInt64

    static let getPINRetries = ClientPINSubcommand(rawValue: 0x01)
    static let getKeyAgreement = ClientPINSubcommand(rawValue: 0x02)
    static let setPIN = ClientPINSubcommand(rawValue: 0x03)
    static let changePIN = ClientPINSubcommand(rawValue: 0x04)
    static let getPINToken = ClientPINSubcommand(rawValue: 0x05)
    static let getTokenUsingPINWithPermissions = ClientPINSubcommand(rawValue: 0x09)
}
