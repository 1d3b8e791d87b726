import CTAPHID
import FIDOMessages

/// What the command byte says is asked for; CTAP 2.1, section 6.
extension Authenticator {
    mutating func perform(
        _ message: [UInt8],
        over transport: AuthenticatorTransport,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> AuthenticatorAction {
        let command = message.first.map { CTAP2Command(rawValue: $0) }
        self.session.endStatefulCommands(before: command)
        guard self.profile.ctap2 != nil, let command else { throw .invalidCommand }
        guard message.count <= self.profile.maximumMessageSize else { throw .requestTooLarge }
        switch command {
        case .makeCredential: return try self.makeCredential(message, over: transport, at: now)
        case .getAssertion: return try self.getAssertion(message, over: transport, at: now)
        case .clientPIN where self.profile.supportsPIN: return try self.clientPIN(message, at: now)
        case .credentialManagement: return try self.credentialManagement(message, isPreview: false, at: now)
        case .credentialManagementPreview: return try self.credentialManagement(message, isPreview: true, at: now)
        case .largeBlobs: return try self.largeBlobs(message, at: now)
        case .authenticatorConfig: return try self.authenticatorConfig(message, at: now)
        case .getInfo, .getNextAssertion, .reset, .selection: break
        default: throw .invalidCommand
        }
        // These have no parameters.
        guard message.count == 1 else {
            self.session.endStatefulCommands(before: nil)
            throw .invalidLength
        }
        switch command {
        case .getInfo: return .reply(self.getInfo())
        case .getNextAssertion: return try self.getNextAssertion(at: now)
        case .reset: return try self.reset(over: transport, at: now)
        case .selection where self.profile.rules.hasSelection:
            return try self.afterUserPresence(.selection, over: transport, at: now)
        default: throw .invalidCommand
        }
    }

    /// Goes on with an operation: the user is there.
    mutating func finish(_ operation: PendingOperation, at now: Uptime) throws(CTAP2StatusCode) -> AuthenticatorAction {
        switch operation {
        case .makeCredential(let operation): return try self.finish(operation, at: now)
        case .credentialExcluded: throw .credentialExcluded
        case .getAssertion(let sequence): return try self.firstAssertion(sequence, at: now)
        case .probe(let status): throw status
        case .reset: return try self.resetState()
        case .selection: return .reply([CTAP2StatusCode.success.rawValue])
        }
    }

    /// authenticatorReset, section 6.6: only shortly after power-up, and with a touch.
    private mutating func reset(
        over transport: AuthenticatorTransport,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> AuthenticatorAction {
        guard
            let poweredOnAt = self.session.poweredOnAt,
            now < poweredOnAt.advanced(byMilliseconds: self.profile.resetWindow)
        else { throw .notAllowed }
        return try self.afterUserPresence(.reset, over: transport, at: now)
    }

    /// Everything is as new, but for the signature counter.
    private mutating func resetState() throws(CTAP2StatusCode) -> AuthenticatorAction {
        guard let masterSecret = self.environment.randomBytes(count: 32) else { throw .other }
        self.session.token = nil
        self.session.pinMismatches = 0
        self.session.keyAgreementOne = nil
        self.session.keyAgreementTwo = nil
        let newState = AuthenticatorState(masterSecret: masterSecret, signatureCounter: self.state.signatureCounter)
        self.secrets = CredentialSecrets(masterSecret: masterSecret, environment: self.environment)
        return self.commit(newState, thenReply: [CTAP2StatusCode.success.rawValue])
    }
}
