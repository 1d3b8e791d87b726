package import CTAPHID

/// The chip: a FIDO authenticator that speaks CTAP 2.1 and U2F v2.
///
/// A value that is told what happens and answers what is to be done. It holds no clock, no source of randomness and no file:
/// time comes with every event, cryptography from its environment, and whatever changes ``state`` is handed out as
/// ``AuthenticatorAction/commit`` before the answer that depends on it.
///
/// | event | outcome |
/// |---|---|
/// | request | an answer, a commit, or a wait for the user |
/// | request while another one waits | `CTAP1_ERR_CHANNEL_BUSY`; the one that waits goes on |
/// | user presence given or refused, or its time over | the request that waits goes on, or is refused |
/// | user presence given while nothing waits | a U2F request to come may use it, for a short time |
/// | cancelled | the request that waits is refused; a commit goes on |
/// | committed | the answer, or the next step and another commit |
/// | commit failed | the state is as it was, and the answer says `CTAP1_ERR_OTHER` |
/// | powered on | everything but ``state`` is new |
package struct Authenticator<Environment: AuthenticatorEnvironment> {
    /// What kind of authenticator it is.
    package let profile: AuthenticatorProfile

    /// How it misbehaves.
    package var faults = AuthenticatorFaults()

    /// All that survives power loss; to be stored when ``AuthenticatorAction/commit`` says so.
    package internal(set) var state: AuthenticatorState

    /// The keys that credential IDs are sealed with.
    var secrets: CredentialSecrets

    /// What is forgotten at power-on.
    var session = PowerSession()

    /// What it is waiting for.
    var phase = Phase.idle

    /// Random numbers and cryptography.
    package var environment: Environment

    /// An authenticator that has not been powered on yet; ``AuthenticatorState/fresh(from:)`` makes a new one's state.
    package init(profile: AuthenticatorProfile, state: AuthenticatorState, environment: Environment) {
        self.profile = profile
        self.state = state
        self.environment = environment
        self.secrets = CredentialSecrets(masterSecret: state.masterSecret, environment: environment)
    }

    /// When ``timePassed(to:)`` has something to do; `nil` while nothing waits.
    package var nextWake: Uptime? {
        guard case .awaitingUserPresence(_, let deadline) = self.phase else { return nil }
        return deadline
    }

    /// Whether a request waits for the user.
    package var isAwaitingUserPresence: Bool {
        self.nextWake != nil
    }
}
