/// What is to be done after an event.
package enum AuthenticatorAction: Equatable, Sendable {
    /// Nothing.
    case none
    /// Send an answer: a CTAP2 status and its data (CTAP 2.1, section 8.2), or U2F data and its status word.
    case reply([UInt8])
    /// Send an answer that says that the user is missing: the U2F host asks again, and a touch that comes meanwhile counts.
    case replyUserMissing([UInt8])
    /// Store ``Authenticator/state`` so that it survives power loss, then call `committed(at:)` or `commitFailed(at:)`.
    case commit
    /// The request waits for the user; the transport tells so: keepalive status 2, CTAP 2.1, section 11.2.9.2.2.
    case awaitUserPresence
}
