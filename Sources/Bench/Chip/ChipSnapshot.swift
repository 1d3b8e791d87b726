package import FIDOAuthenticator
package import OTPCore

/// The whole state of one chip, its secrets included, to be stored and put back.
package struct ChipSnapshot: Equatable, Sendable {
    package let serialNumber: SerialNumber
    package let name: String?
    package let profile: AuthenticatorProfile
    package var state: AuthenticatorState
    package let attestation: ChipAttestation
    package var connection: ChipConnection
    package var presence: PresenceSetting
    package var faults: ChipFaults
    package var authenticatorFaults: AuthenticatorFaults

    package init(
        serialNumber: SerialNumber,
        name: String?,
        profile: AuthenticatorProfile,
        state: AuthenticatorState,
        attestation: ChipAttestation,
        connection: ChipConnection = ChipConnection(),
        presence: PresenceSetting = PresenceSetting(),
        faults: ChipFaults = ChipFaults(),
        authenticatorFaults: AuthenticatorFaults = AuthenticatorFaults()
    ) {
        self.serialNumber = serialNumber
        self.name = name
        self.profile = profile
        self.state = state
        self.attestation = attestation
        self.connection = connection
        self.presence = presence
        self.faults = faults
        self.authenticatorFaults = authenticatorFaults
    }
}
