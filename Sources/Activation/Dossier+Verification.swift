package import OTPCore

extension Dossier {
    /// Decides on a later code; takes as long for a device nobody knows.
    package mutating func verify(
        _ presented: PresentedCode,
        rules: DecisionRules,
        key: borrowing HMACKey
    ) -> VerificationDecision {
        let match = (self.token ?? .decoy)?.find(presented, .laterCode, within: rules.windows, key: key) ?? .none
        let decision = self.decide(match, at: presented.arrival, rules.throttles)
        self.note(.verification, decision.reason, at: presented.arrival)
        return decision
    }

    private mutating func decide(
        _ match: CodeMatch,
        at time: UnixTime,
        _ throttles: ThrottlePolicy
    ) -> VerificationDecision {
        if let until = self.callerThrottledUntil(at: time, throttles) {
            return .refused(.callerThrottled(until: until))
        }
        var decision = VerificationDecision.refused(.unknownDevice)
        if var token = self.token {
            decision = token.verify(match: match, at: time, bySerialNumber: self.namesSerialNumber, throttles)
            self.token = token
        }
        self.count(decision, at: time, throttles)
        return decision
    }

    /// Counts what may have been a guess against the caller.
    func isGuess(_ decision: VerificationDecision) -> Bool {
        switch decision {
        case .refused(.unknownDevice), .refused(.notActive), .refused(.wrongCode), .refused(.lastWrongCode): true
        case .accepted, .resynchronized, .refused: false
        }
    }

    private mutating func count(_ decision: VerificationDecision, at time: UnixTime, _ throttles: ThrottlePolicy) {
        if self.isGuess(decision) { self.countAgainstCaller(at: time, throttles) }
    }

    private var namesSerialNumber: Bool {
        if case .holder = self.subject { false } else { true }
    }
}
