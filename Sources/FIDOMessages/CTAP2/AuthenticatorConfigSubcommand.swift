/// What authenticatorConfig is to do; CTAP 2.1, section 6.11.
package struct AuthenticatorConfigSubcommand: RawRepresentable, Equatable, Sendable {
    package var rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    package static let enableEnterpriseAttestation = AuthenticatorConfigSubcommand(rawValue: 0x01)
    package static let toggleAlwaysUv = AuthenticatorConfigSubcommand(rawValue: 0x02)
    package static let setMinPINLength = AuthenticatorConfigSubcommand(rawValue: 0x03)
}
