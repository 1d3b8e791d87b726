import Activation
import LibCrypto
import WebAuthn

extension ChipRecord {
    /// A credential that was just registered.
    init(_ credential: RegisteredCredential, enrolledAt time: UnixTime, transports: ChipTransports) {
        let attestation: ChipAttestation =
            switch credential.attestation {
            case .none: .none
            case .itself: .itself
            case .unchecked: .unchecked
            case .trusted: .trusted
            }
        self.init(
            credentialID: credential.id,
            publicKey: credential.publicKey.uncompressed,
            aaguid: credential.aaguid,
            attestation: attestation,
            enrolledAt: time,
            transports: transports,
            signatureCounter: credential.signatureCounter
        )
    }
}
