import AuthenticatorCrypto
import Bench
import CommandLineTool
import FIDOAuthenticator
import Foundation
import LibCrypto

/// Joins libcrypto to the bench's chips, and certifies their attestation keys.
final class ChipCrypto: ChipEnvironments {
    private let root: CertificateAuthority

    /// Puts the root back that a state directory holds, or makes one and stores it there; without a directory, it is forgotten.
    init(state: String?) throws(UnusableInput) {
        let path = state.map { $0 + "/attestation-root.pem" }
        do {
            if let path, StateFile.isThere(path) {
                let text = try StateFile.read(path)
                self.root = try CertificateAuthority(name: AttestationIdentity.testRootName, text: text.span)
            } else {
                self.root = try CertificateAuthority(name: AttestationIdentity.testRootName)
                if let path {
                    try ChipCrypto.store(self.root, at: path)
                }
            }
        } catch let error as StoreError {
            throw UnusableInput("\(error)")
        } catch {
            throw UnusableInput("\(path ?? "attestation root"): \(error)")
        }
    }

    private static func store(_ root: borrowing CertificateAuthority, at path: String) throws {
        let key = try ChipCrypto.text(of: try root.keyText())
        let draft = path + ".tmp"
        try StateFile.write(draft, Array((key + PEM.text(of: [root.certificate])).utf8))
        try StateFile.synchronize(draft)
        try StateFile.move(draft, to: path)
    }

    private static func text(of secret: borrowing SecretBytes) throws -> String {
        secret.withBytes { text in String(decoding: text.indices.map { text[$0] }, as: UTF8.self) }
    }

    var attestationRootPEM: String {
        PEM.text(of: [self.root.certificate])
    }

    func attestation(for profile: AuthenticatorProfile) throws(SnapshotFault) -> ChipAttestation {
        do {
            let identity = try AttestationIdentity.make(for: profile, under: self.root)
            return ChipAttestation(keyPEM: try Self.text(of: try identity.keyText()), chainPEM: identity.chainText)
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
