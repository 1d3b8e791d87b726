import FIDOMessages

/// All of an authenticator that survives power loss.
///
/// It holds secrets: whoever stores ``encoded()`` keeps it as a secret.
package struct AuthenticatorState: Equatable, Sendable {
    /// CTAP 2.1, section 6.5.5.2: how often a PIN may be tried.
    package static let maximumPINRetries: UInt8 = 8

    /// Section 6.5.1: the shortest PIN that any authenticator takes, in code points.
    package static let leastMinimumPINLength: UInt8 = 4

    /// Section 6.10: the large-blob array without an element, and the first 16 bytes of its SHA-256.
    package static let emptyLargeBlobs: [UInt8] = [
        0x80, 0x76, 0xbe, 0x8b, 0x52, 0x8d, 0x00, 0x75, 0xf7, 0xaa, 0xe9, 0x8d, 0x6f, 0xa5, 0x7a, 0x6d, 0x3c,
    ]

    /// 32 bytes that every credential hangs on; a reset makes new ones.
    package var masterSecret: [UInt8]

    /// The signature counter of all credentials, WebAuthn, section 6.1.1; it never goes back, not by a reset either.
    package var signatureCounter: UInt32

    package var pin: StoredPIN?

    /// How many tries the PIN has left.
    package var pinRetries: UInt8

    /// Section 6.11.4: whether the PIN must be changed before it is good for anything else.
    package var mustChangePIN: Bool

    /// Section 6.11.4: the shortest PIN that is taken, in code points.
    package var minimumPINLength: UInt8

    /// Section 6.11.4: who may read ``minimumPINLength``, IDs of relying parties in UTF-8.
    package var minimumPINLengthRPIDs: [[UInt8]]

    /// Section 6.11.2.
    package var alwaysRequiresUserVerification: Bool

    /// Section 6.11.1.
    package var isEnterpriseAttestationEnabled: Bool

    /// Discoverable credentials, the oldest first.
    package var credentials: [DiscoverableCredential]

    /// Section 6.10: the serialised large-blob array.
    package var largeBlobs: [UInt8]

    /// A new authenticator's.
    package init(masterSecret: [UInt8], signatureCounter: UInt32 = 0) {
        self.masterSecret = masterSecret
        self.signatureCounter = signatureCounter
        self.pin = nil
        self.pinRetries = Self.maximumPINRetries
        self.mustChangePIN = false
        self.minimumPINLength = Self.leastMinimumPINLength
        self.minimumPINLengthRPIDs = []
        self.alwaysRequiresUserVerification = false
        self.isEnterpriseAttestationEnabled = false
        self.credentials = []
        self.largeBlobs = Self.emptyLargeBlobs
    }

    /// A new authenticator's, with a master secret of its own; `nil` if the environment has no random numbers.
    package static func fresh<Environment: AuthenticatorEnvironment>(
        from environment: inout Environment
    ) -> AuthenticatorState? {
        environment.randomBytes(count: 32).map { AuthenticatorState(masterSecret: $0) }
    }
}
