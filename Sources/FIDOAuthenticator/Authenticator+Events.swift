package import CTAPHID
import FIDOMessages

extension Authenticator {
    /// It was plugged in, or laid on a reader.
    package mutating func poweredOn(
        at now: Uptime,
        over transport: AuthenticatorTransport = .usb
    ) -> AuthenticatorAction {
        self.session = PowerSession()
        self.session.poweredOnAt = now
        self.session.transport = transport
        switch self.phase {
        case .idle, .awaitingUserPresence: self.phase = .idle
        case .committing(_, let fallback): self.phase = .committing(.nothing, fallback: fallback)
        }
        return .none
    }

    /// A CTAP2 request came: a command byte and its parameters in CBOR; CTAP 2.1, section 8.
    package mutating func requestReceived(
        _ message: [UInt8],
        over transport: AuthenticatorTransport,
        at now: Uptime
    ) -> AuthenticatorAction {
        guard case .idle = self.phase else { return .reply([CTAP2StatusCode.channelBusy.rawValue]) }
        do throws(CTAP2StatusCode) {
            return try self.perform(message, over: transport, at: now)
        } catch {
            return .reply([error.rawValue])
        }
    }

    /// The user touched the button.
    package mutating func userPresenceGiven(at now: Uptime) -> AuthenticatorAction {
        guard case .awaitingUserPresence(let operation, let deadline) = self.phase else {
            self.session.lastTouch = now
            return .none
        }
        guard now < deadline else { return self.timePassed(to: now) }
        self.phase = .idle
        do throws(CTAP2StatusCode) {
            return try self.finish(operation, at: now)
        } catch {
            return .reply([error.rawValue])
        }
    }

    /// The user said no.
    package mutating func userPresenceRefused(at now: Uptime) -> AuthenticatorAction {
        self.endWait(.operationDenied)
    }

    /// The platform does not want the answer any more; CTAP 2.1, section 11.2.9.1.5.
    package mutating func cancelled(at now: Uptime) -> AuthenticatorAction {
        self.endWait(.keepaliveCancel)
    }

    /// Time has passed.
    package mutating func timePassed(to now: Uptime) -> AuthenticatorAction {
        guard case .awaitingUserPresence(_, let deadline) = self.phase, now >= deadline else { return .none }
        return self.endWait(.userActionTimeout)
    }

    /// ``state`` is stored.
    package mutating func committed(at now: Uptime) -> AuthenticatorAction {
        guard case .committing(let next, _) = self.phase else { return .none }
        self.phase = .idle
        switch next {
        case .nothing: return .none
        case .reply(let answer, _): return .reply(answer)
        case .comparePIN(let attempt):
            do throws(CTAP2StatusCode) {
                return try self.compare(attempt, at: now)
            } catch {
                return .reply([error.rawValue])
            }
        }
    }

    /// ``state`` could not be stored: it is again what it was before.
    package mutating func commitFailed(at now: Uptime) -> AuthenticatorAction {
        guard case .committing(let next, let fallback) = self.phase else { return .none }
        self.phase = .idle
        self.restore(fallback)
        switch next {
        case .nothing: return .none
        case .reply(_, let otherwise): return .reply(otherwise)
        case .comparePIN: return .reply([CTAP2StatusCode.other.rawValue])
        }
    }

    private mutating func endWait(_ status: CTAP2StatusCode) -> AuthenticatorAction {
        guard case .awaitingUserPresence(let operation, _) = self.phase else { return .none }
        self.phase = .idle
        return .reply([operation.status(withoutUser: status).rawValue])
    }

    private mutating func restore(_ fallback: AuthenticatorState) {
        let hasOtherSecret = fallback.masterSecret != self.state.masterSecret
        self.state = fallback
        if hasOtherSecret {
            self.secrets = CredentialSecrets(masterSecret: fallback.masterSecret, environment: self.environment)
        }
    }
}
