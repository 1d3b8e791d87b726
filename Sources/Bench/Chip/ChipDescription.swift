package import FIDOAuthenticator
package import OTPCore

/// What a chip is to be when it is made.
package struct ChipDescription: Sendable {
    package let name: String?
    package let profile: AuthenticatorProfile
    /// Nothing: the bench thinks of one.
    package let serialNumber: SerialNumber?
    /// Nothing: the bench makes one under its test root.
    package let attestation: ChipAttestation?
    package let connection: ChipConnection
    package let presence: PresenceSetting

    package init(
        name: String? = nil,
        profile: AuthenticatorProfile = .mitidChip,
        serialNumber: SerialNumber? = nil,
        attestation: ChipAttestation? = nil,
        connection: ChipConnection = ChipConnection(),
        presence: PresenceSetting = PresenceSetting()
    ) {
        self.name = name
        self.profile = profile
        self.serialNumber = serialNumber
        self.attestation = attestation
        self.connection = connection
        self.presence = presence
    }
}
