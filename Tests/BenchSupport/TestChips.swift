import AuthenticatorCrypto
package import Bench
package import FIDOAuthenticator
import LibCrypto

/// Chips with libcrypto's keys, and without attestation keys.
package struct TestChips: ChipEnvironments {
    package init() {}

    package var attestationRootPEM: String { "" }

    package func attestation(for profile: AuthenticatorProfile) throws(SnapshotFault) -> ChipAttestation {
        ChipAttestation(keyPEM: "none", chainPEM: "none")
    }

    package func environment(
        attestedBy attestation: ChipAttestation
    ) throws(SnapshotFault) -> any AuthenticatorEnvironment & Sendable {
        LibCryptoEnvironment(attestation: nil)
    }
}
