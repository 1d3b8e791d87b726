package import Activation
import HTTPService
package import LibCrypto
package import WebAuthn

/// What an operator may choose of how the service decides.
package struct ActivationPolicy: Sendable {
    /// How far from the expected code a right one may lie.
    package var windows = VerificationWindows.standard

    /// How often what may be tried.
    package var throttles = ThrottlePolicy.standard

    /// What the hash of a new password costs.
    package var passwordCost = ScryptCost.standard

    /// The least length of a new password, in characters; one that is stored already is compared whatever its length.
    package var leastPasswordLength: UInt32 = 8

    /// How many passwords are hashed at once.
    package var passwordThreads = 2

    /// How many requests may wait for their password to be hashed.
    package var passwordQueue = 256

    /// How long a refused code takes.
    package var refusedCodes = RefusalTime.ofCodes
    /// How long a refused activation takes.
    package var refusedActivations = RefusalTime.ofActivations
    /// The largest container that is taken in one request, in bytes.
    package var importByteLimit = 2 << 30

    /// The most computing that the key of a container may take in one request, as HMACs of PBKDF2: some seconds.
    package var importDerivationLimit = 6_000_000

    /// Whom chips answer.
    package var relyingParty = RelyingParty.localhost

    /// How long who adds a chip by password alone waits, and how long a chip's response is awaited.
    package var chips = ChipPolicy.standard

    /// How long the response of a chip is awaited.
    var chipTimeout: Milliseconds { self.chips.responseTimeout }

    package init() {}

    /// Refuses a new password that is too short.
    func check(newPassword password: PreparedPassword) throws(Problem) {
        guard password.length < self.leastPasswordLength else { return }
        throw .invalidMember(
            "password",
            "a new one has \(self.leastPasswordLength) characters or more; spaces in a row are one."
        )
    }

    /// By what a decision is made.
    var rules: DecisionRules {
        DecisionRules(windows: self.windows, throttles: self.throttles, chips: self.chips)
    }
}
