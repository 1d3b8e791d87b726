package import FIDOAuthenticator
package import OTPCore

/// A chip as everybody may see it: nothing that is secret, and nobody's name.
package struct ChipView: Sendable {
    package let serialNumber: SerialNumber
    package let name: String?
    package let profile: AuthenticatorProfile
    package let connection: ChipConnection
    package let presence: PresenceSetting
    package let light: ChipLight
    package let isTouched: Bool
    /// WebAuthn, section 6.1.1: one for all its credentials.
    package let signatureCounter: UInt32
    /// How many credentials it can find by itself; those that relying parties keep it does not know of.
    package let discoverableCredentialCount: Int
    package let isPINSet: Bool
    package let pinRetries: UInt8
    package let faults: ChipFaults
    package let authenticatorFaults: AuthenticatorFaults

    init(_ chip: ChipSnapshot, light: ChipLight, isTouched: Bool) {
        self.serialNumber = chip.serialNumber
        self.name = chip.name
        self.profile = chip.profile
        self.connection = chip.connection
        self.presence = chip.presence
        self.light = light
        self.isTouched = isTouched
        self.signatureCounter = chip.state.signatureCounter
        self.discoverableCredentialCount = chip.state.credentials.count
        self.isPINSet = chip.state.pin != nil
        self.pinRetries = chip.state.pinRetries
        self.faults = chip.faults
        self.authenticatorFaults = chip.authenticatorFaults
    }

    /// A chip as its snapshot has it, with no finger on it.
    package init(_ chip: ChipSnapshot) {
        self.init(chip, light: .off, isTouched: false)
    }
}
