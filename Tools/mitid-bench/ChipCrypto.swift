import AuthenticatorCrypto
import Bench
import FIDOAuthenticator
import LibCrypto

/// Joins libcrypto to the bench's chips, and certifies their attestation keys.
final class ChipCrypto: ChipEnvironments {
    private let root: CertificateAuthority

    init() throws(LibCryptoFailure) {
        self.root = try CertificateAuthority(name: AttestationIdentity.testRootName)
    }

    var attestationRootPEM: String {
        PEM.text(of: [self.root.certificate])
    }

    func attestation(for profile: AuthenticatorProfile) throws(SnapshotFault) -> ChipAttestation {
        do {
            let identity = try AttestationIdentity.make(for: profile, under: self.root)
            let keyPEM = try identity.keyText().withBytes { text in
                String(decoding: text.indices.map { text[$0] }, as: UTF8.self)
            }
            return ChipAttestation(keyPEM: keyPEM, chainPEM: identity.chainText)
        } catch {
            throw SnapshotFault(reason: "attestation: \(error)")
        }
    }

    func environment(
        attestedBy attestation: ChipAttestation
    ) throws(SnapshotFault) -> any AuthenticatorEnvironment & Sendable {
        do {
            let identity = try AttestationIdentity(
                keyText: Array(attestation.keyPEM.utf8).span,
                chainText: Array(attestation.chainPEM.utf8).span
            )
            return LibCryptoEnvironment(attestation: identity)
        } catch {
            throw SnapshotFault(reason: "attestation: \(error)")
        }
    }
}
