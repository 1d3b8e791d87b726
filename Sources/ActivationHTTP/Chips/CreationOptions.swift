import Activation
import WebAuthn

/// `PublicKeyCredentialCreationOptionsJSON`, Web Authentication level 3, section 5.1.9.
struct CreationOptions: Encodable, Sendable {
    struct Party: Encodable, Sendable {
        let id: String
        let name: String
    }

    struct User: Encodable, Sendable {
        let id: String
        let name: String
        let displayName: String
    }

    struct Parameters: Encodable, Sendable {
        let type = "public-key"
        /// ES256, RFC 9053, section 2.1.
        let alg = -7
    }

    /// A second factor beside a password: nothing is kept in the authenticator, and no PIN is asked for.
    ///
    /// What is built into a computer or a telephone is not offered: its attestation would be refused after the touch.
    struct Selection: Encodable, Sendable {
        let authenticatorAttachment = "cross-platform"
        let residentKey = "discouraged"
        let requireResidentKey = false
        let userVerification = "discouraged"
    }

    let rp: Party
    let user: User
    let challenge: String
    let pubKeyCredParams = [Parameters()]
    let timeout: Int64
    // A chip that was blocked for good is enrolled again with a fresh credential, so none is excluded.
    let excludeCredentials: [CredentialDescriptor] = []
    let authenticatorSelection = Selection()
    let attestation = "direct"

    init(_ challenge: CeremonyChallenge, _ policy: ActivationPolicy) {
        self.rp = Party(id: policy.relyingParty.id, name: policy.relyingParty.id)
        self.user = User(
            id: Base64URL.encode(challenge.userID.handle),
            name: challenge.userID.text,
            displayName: challenge.userID.text
        )
        self.challenge = Base64URL.encode(challenge.bytes)
        self.timeout = policy.chipTimeout.count
    }
}
