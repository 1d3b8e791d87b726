import CTAPHID
import FIDOMessages

/// What all assertions of one getAssertion have in common, and which credentials are still to come; CTAP 2.1,
/// section 6.3.
struct AssertionSequence: Sendable {
    /// How long getNextAssertion may be called after the last assertion, in milliseconds.
    static let timeLimit: UInt64 = 30_000

    let rpIDHash: [UInt8]
    let clientDataHash: [UInt8]

    /// User presence and user verification, as the authenticator data tells them.
    var flags: UInt8

    let wantsBlob: Bool
    let wantsLargeBlobKey: Bool
    var salts: HMACSecretSalts?

    /// The IDs of the credentials still to come, the newest last.
    var credentialIDs: [[UInt8]] = []

    /// The last of them if it was opened already: a credential of an allow list.
    var opened: FoundCredential?

    /// Whether there were several from the start: only then a name is told, section 6.2.2, step 13.
    var namesUsers = false

    var deadline = Uptime(milliseconds: 0)

    var isUserPresent: Bool { self.flags & AuthenticatorData.userPresent != 0 }
    var isUserVerified: Bool { self.flags & AuthenticatorData.userVerified != 0 }
}
