/// How an authenticator misbehaves on request, so that those who talk to it can be tested.
///
/// Nothing here changes what is stored: without its faults the authenticator is as it was.
package struct AuthenticatorFaults: Equatable, Sendable {
    /// Every signature of a credential has its last bit turned over.
    package var hasInvalidSignatures: Bool

    /// Answers tell half of the signature counter, which is less than was told before.
    package var hasCounterGoingBack: Bool

    /// Attestation statements are signed with a key that is not the certificate's.
    package var attestsWithAnotherKey: Bool

    /// No discoverable credential and no large blob finds room.
    package var isStorageFull: Bool

    /// The PIN counts as blocked, and no try is spent on it.
    package var isPINLocked: Bool

    package init(
        hasInvalidSignatures: Bool = false,
        hasCounterGoingBack: Bool = false,
        attestsWithAnotherKey: Bool = false,
        isStorageFull: Bool = false,
        isPINLocked: Bool = false
    ) {
        self.hasInvalidSignatures = hasInvalidSignatures
        self.hasCounterGoingBack = hasCounterGoingBack
        self.attestsWithAnotherKey = attestsWithAnotherKey
        self.isStorageFull = isStorageFull
        self.isPINLocked = isPINLocked
    }
}
