package import FIDOAuthenticator
package import OTPCore

/// Gives chips their random numbers, their cryptography and their attestation keys.
///
/// The bench knows no library for it; the program joins one to it.
package protocol ChipEnvironments: Sendable {
    /// The certificate of the root that certifies ``attestation(for:)``'s keys, as PEM.
    var attestationRootPEM: String { get }

    /// Attestation keys for a new chip whose user has none; one for enterprise attestation if the profile can use it.
    func attestation(
        for profile: AuthenticatorProfile,
        _ serialNumber: SerialNumber
    ) throws(SnapshotFault) -> ChipAttestation

    /// What a chip with that attestation key needs.
    func environment(
        attestedBy attestation: ChipAttestation
    ) throws(SnapshotFault) -> any AuthenticatorEnvironment & Sendable
}
