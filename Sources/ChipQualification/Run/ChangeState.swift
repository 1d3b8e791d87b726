import AuthenticatorCrypto
import FIDOClient
import TokenQuality

/// The state of a run that changes a token.
struct ChangeState {
    /// The changes so far, in words.
    var steps: [String] = []

    /// IDs of discoverable credentials of this run that are on the token.
    var stored: [[UInt8]] = []

    /// Discoverable credentials that credential management has told last.
    var existing: UInt64?

    var budget = PINTryBudget()
    var pin = PINStanding.unknown
    var cryptography = LibCryptoEnvironment(attestation: nil)

    /// The last moment of power-up that is known.
    var poweredAt = ContinuousClock.now

    /// The credential from before a reset, with the counter; `nil` while nothing was reset.
    var before: (credential: Credential, counter: UInt32)?

    /// The standing of the operator's PIN.
    enum PINStanding {
        case unknown
        case right
        case wrong
    }
}
