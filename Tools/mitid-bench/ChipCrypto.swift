import AuthenticatorCrypto
import Bench
import CommandLineTool
import FIDOAuthenticator
import Foundation
import LibCrypto
import OTPCore

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

    func attestation(
        for profile: AuthenticatorProfile,
        _ serialNumber: SerialNumber
    ) throws(SnapshotFault) -> ChipAttestation {
        do {
            let batch = try AttestationIdentity.make(for: profile, under: self.root)
            guard profile.supportsConfig else { return ChipAttestation(batch: try Self.texts(of: batch)) }
            let enterprise = try AttestationIdentity.make(
                for: profile,
                deviceSerialNumber: serialNumber.text,
                under: self.root
            )
            return ChipAttestation(batch: try Self.texts(of: batch), enterprise: try Self.texts(of: enterprise))
        } catch {
            throw SnapshotFault(reason: "attestation: \(error)")
        }
    }

    private static func texts(of identity: AttestationIdentity) throws -> ChipAttestation.Identity {
        ChipAttestation.Identity(keyPEM: try Self.text(of: try identity.keyText()), chainPEM: identity.chainText)
    }

    func environment(
        attestedBy attestation: ChipAttestation
    ) throws(SnapshotFault) -> any AuthenticatorEnvironment & Sendable {
        let batch = try Self.identity(of: attestation.batch, "attestation")
        guard let enterprise = attestation.enterprise else { return LibCryptoEnvironment(attestation: batch) }
        return LibCryptoEnvironment(
            attestation: batch,
            enterpriseAttestation: try Self.identity(of: enterprise, "attestation.enterprise")
        )
    }

    private static func identity(
        of texts: ChipAttestation.Identity,
        _ member: String
    ) throws(SnapshotFault) -> AttestationIdentity {
        do {
            return try AttestationIdentity(
                keyText: Array(texts.keyPEM.utf8).span,
                chainText: Array(texts.chainPEM.utf8).span
            )
        } catch {
            throw SnapshotFault(reason: "\(member): \(error)")
        }
    }
}
