import Activation
import WebAuthn

/// `PublicKeyCredentialRequestOptionsJSON`, Web Authentication level 3, section 5.1.10.
struct RequestOptions: Encodable, Sendable {
    let challenge: String
    let timeout: Int64
    let rpId: String
    let allowCredentials: [CredentialDescriptor]
    let userVerification = "discouraged"

    init(_ challenge: CeremonyChallenge, _ chip: ChipRecord, _ policy: ActivationPolicy) {
        self.challenge = Base64URL.encode(challenge.bytes)
        self.timeout = policy.chipTimeout.count
        self.rpId = policy.relyingParty.id
        self.allowCredentials = [CredentialDescriptor(chip)]
    }
}
