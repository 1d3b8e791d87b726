import AuthenticatorCrypto
package import Bench
package import FIDOAuthenticator
import LibCrypto

/// Chips with libcrypto's keys, all attested by one key.
package struct TestChips: ChipEnvironments {
    private static let identity: AttestationIdentity? = {
        guard let root = try? CertificateAuthority(name: AttestationIdentity.testRootName) else { return nil }
        return try? AttestationIdentity.make(for: .full, under: root)
    }()

    package init() {}

    package var attestationRootPEM: String { "" }

    package func attestation(for profile: AuthenticatorProfile) throws(SnapshotFault) -> ChipAttestation {
        ChipAttestation(keyPEM: "none", chainPEM: "none")
    }

    package func environment(
        attestedBy attestation: ChipAttestation
    ) throws(SnapshotFault) -> any AuthenticatorEnvironment & Sendable {
        LibCryptoEnvironment(attestation: Self.identity)
    }
}
