package import OTPCore

extension Dossier {
    /// Decides an activation: whatever is wrong, it takes as long.
    ///
    /// - Parameters:
    ///   - request: Who wants which device, with what code.
    ///   - passwordIsRight: Whether the holder's password was given; hashing it takes too long to be done in here.
    ///   - rules: How far the code may be off, and how often all may be tried.
    ///   - key: The device's key, or the store's decoy for a device it does not know.
    /// - Returns: The decision; only a right code with the right password binds the device.
    package mutating func activate(
        _ request: ActivationRequest,
        passwordIsRight: Bool,
        rules: DecisionRules,
        key: borrowing HMACKey
    ) -> ActivationDecision {
        let presented = request.presented
        self.cutStoredTimes(at: presented.arrival, rules)
        let found =
            self.searched(at: presented.arrival, rules)?.find(presented, .firstCode, within: rules.windows, key: key)
            ?? .none
        let match = self.token?.resolved(found, at: presented.arrival, rules.windows) ?? .none
        let decision = self.decide(match, passwordIsRight: passwordIsRight, at: presented.arrival, rules)
        self.note(
            .activation,
            decision.reason,
            serialNumber: request.serialNumber,
            userID: request.userID,
            at: presented.arrival
        )
        return decision
    }

    private mutating func decide(
        _ match: CodeMatch,
        passwordIsRight: Bool,
        at time: UnixTime,
        _ rules: DecisionRules
    ) -> ActivationDecision {
        if let until = self.callerThrottledUntil(at: time, rules.throttles) {
            return .refused(.callerThrottled(until: until))
        }
        guard self.holder != nil else {
            self.countAgainstCaller(at: time, rules.throttles)
            return .refused(.unknownHolder)
        }
        if let refusal = self.checkPassword(passwordIsRight, match, at: time, rules.throttles) {
            return .refused(refusal)
        }
        guard self.holder?.attempts.activations.block(at: time) == nil else { return .refused(.holderThrottled) }
        let decision = self.bind(match, at: time, rules)
        switch decision {
        case .activated:
            self.holder?.attempts.activations.succeeded()
        case .refused(.taken) where match == .spent:
            // The answer may have been lost, and the request repeated.
            break
        case .refused(.unknownSerialNumber), .refused(.taken), .refused(.outsideValidity), .refused(.blocked),
            .refused(.wrongCode):
            _ = self.holder?.attempts.activations.failed(at: time, rules.throttles.activationsByHolder)
            self.countAgainstCaller(at: time, rules.throttles)
        case .refused:
            // A spent code, one out of sync, a holding rule are no guesses; what was throttled was not looked at.
            break
        }
        return decision
    }

    /// Why the password ends the activation, if it does.
    private mutating func checkPassword(
        _ passwordIsRight: Bool,
        _ match: CodeMatch,
        at time: UnixTime,
        _ throttles: ThrottlePolicy
    ) -> ActivationDecision.Refusal? {
        guard let attempts = self.holder?.attempts else { return .unknownHolder }
        let showsDevice = self.token?.isReadyForActivation(match, at: time) ?? false
        var count = showsDevice ? attempts.passwordsWithDevice : attempts.passwords
        guard count.block(at: time) == nil else { return .holderThrottled }
        if passwordIsRight {
            count.succeeded()
        } else {
            _ = count.failed(at: time, throttles.passwords)
            self.countAgainstCaller(at: time, throttles)
        }
        if showsDevice {
            self.holder?.attempts.passwordsWithDevice = count
        } else {
            self.holder?.attempts.passwords = count
        }
        return passwordIsRight ? nil : .wrongPassword
    }

    private mutating func bind(_ match: CodeMatch, at time: UnixTime, _ rules: DecisionRules) -> ActivationDecision {
        guard var token = self.token, let holder = self.holder else { return .refused(.unknownSerialNumber) }
        let decision = token.activate(for: holder.userID, replacing: &self.held, match: match, at: time, rules: rules)
        self.token = token
        return decision
    }
}
