import CTAPHID
import FIDOMessages

extension Authenticator {
    /// Has a new state stored before an answer leaves; `otherwise` is the answer if that fails.
    mutating func commit(
        _ newState: AuthenticatorState,
        thenReply answer: [UInt8],
        otherwise: [UInt8] = [CTAP2StatusCode.other.rawValue]
    ) -> AuthenticatorAction {
        self.commit(newState, then: .reply(answer, otherwise: otherwise))
    }

    mutating func commit(_ newState: AuthenticatorState, then next: AfterCommit) -> AuthenticatorAction {
        self.phase = .committing(next, fallback: self.state)
        self.state = newState
        return .commit
    }

    /// Goes on with an operation once the user is there; at once on a reader, where being laid down is the gesture.
    mutating func afterUserPresence(
        _ operation: PendingOperation,
        over transport: AuthenticatorTransport,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> AuthenticatorAction {
        if transport == .nfc, self.isPresenceWindowOpen(at: now) {
            return try self.finish(operation, at: now)
        }
        self.phase = .awaitingUserPresence(
            operation,
            until: now.advanced(byMilliseconds: self.profile.userPresenceTimeout)
        )
        return .awaitUserPresence
    }

    /// Whether being laid on the reader still counts as user presence; CTAP 2.1, section 11.3.
    func isPresenceWindowOpen(at now: Uptime) -> Bool {
        guard let poweredOnAt = self.session.poweredOnAt, self.session.transport == .nfc else { return false }
        return now < poweredOnAt.advanced(byMilliseconds: self.profile.nfcPresenceWindow)
    }

    /// Whether a U2F request has the user presence it needs: on a reader, or by a touch shortly before, which is used up.
    mutating func takeTouch(over transport: AuthenticatorTransport, at now: Uptime) -> Bool {
        if transport == .nfc, self.isPresenceWindowOpen(at: now) {
            return true
        }
        guard let lastTouch = self.session.lastTouch else { return false }
        self.session.lastTouch = nil
        return now < lastTouch.advanced(byMilliseconds: self.profile.touchLifetime)
    }
}
