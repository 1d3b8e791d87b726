import AuthenticatorCrypto
package import Bench
package import FIDOAuthenticator
import LibCrypto
package import OTPCore

/// Chips with libcrypto's keys, all attested by one key.
package struct TestChips: ChipEnvironments {
    private static let identity: AttestationIdentity? = {
        guard let root = try? CertificateAuthority(name: AttestationIdentity.testRootName) else { return nil }
        return try? AttestationIdentity.make(for: .full, under: root)
    }()

    package init() {}

    package var attestationRootPEM: String { "" }

    package func attestation(
        for profile: AuthenticatorProfile,
        _ serialNumber: SerialNumber
    ) throws(SnapshotFault) -> ChipAttestation {
        ChipAttestation(batch: ChipAttestation.Identity(keyPEM: "none", chainPEM: "none"))
    }

    package func environment(
        attestedBy attestation: ChipAttestation
    ) throws(SnapshotFault) -> any AuthenticatorEnvironment & Sendable {
        LibCryptoEnvironment(attestation: Self.identity)
    }
}
