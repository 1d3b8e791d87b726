/// What authenticatorConfig is to do; CTAP 2.1, section 6.11.
struct AuthenticatorConfigSubcommand: RawRepresentable, Equatable, Sendable {
    var rawValue: UInt64

    static let enableEnterpriseAttestation = AuthenticatorConfigSubcommand(rawValue: 0x01)
    static let toggleAlwaysUv = AuthenticatorConfigSubcommand(rawValue: 0x02)
    static let setMinPINLength = AuthenticatorConfigSubcommand(rawValue: 0x03)
}
