package import FIDOAuthenticator

/// Gives chips their random numbers, their cryptography and their attestation keys.
///
/// The bench knows no library for it; the program joins one to it.
package protocol ChipEnvironments: Sendable {
    /// The certificate of the root that certifies ``attestation(for:)``'s keys, as PEM.
    var attestationRootPEM: String { get }

    /// An attestation key for a new chip whose user has none.
    func attestation(for profile: AuthenticatorProfile) throws(SnapshotFault) -> ChipAttestation

    /// What a chip with that attestation key needs.
    func environment(
        attestedBy attestation: ChipAttestation
    ) throws(SnapshotFault) -> any AuthenticatorEnvironment & Sendable
}
