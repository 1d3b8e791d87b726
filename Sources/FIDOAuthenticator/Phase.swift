import CTAPHID

/// What an authenticator waits for.
enum Phase: Sendable {
    case idle
    /// The user, for an operation and no longer than a deadline.
    case awaitingUserPresence(PendingOperation, until: Uptime)
    /// The host's storage; `fallback` is the state that counts if it fails.
    case committing(AfterCommit, fallback: AuthenticatorState)
}
