package import OTPCore

extension Dossier {
    /// Decides on a later code; takes as long for a device nobody knows.
    package mutating func verify(
        _ presented: PresentedCode,
        rules: DecisionRules,
        key: borrowing HMACKey
    ) -> VerificationDecision {
        self.cutStoredTimes(at: presented.arrival, rules)
        let match =
            self.callerThrottledUntil(at: presented.arrival, rules.throttles) == nil
            ? self.match(presented, within: rules.windows, key: key) : .none
        let decision = self.decide(at: presented.arrival, rules) { token, bySerialNumber in
            token.verify(match: match, at: presented.arrival, bySerialNumber: bySerialNumber, rules: rules)
        }
        self.note(.verification, decision.reason, at: presented.arrival)
        return decision
    }

    /// Decides on two consecutive codes, presented together: they show where the device's clock or counter is.
    ///
    /// - Parameters:
    ///   - first: The earlier code.
    ///   - second: The one after it, and when both came in.
    ///   - rules: How far they may be off, and how often that may be tried.
    ///   - key: The device's key, or the store's decoy for a device it does not know.
    /// - Returns: The decision; only two right codes change anything but the count of tries.
    package mutating func resynchronize(
        _ first: Code,
        _ second: PresentedCode,
        rules: DecisionRules,
        key: borrowing HMACKey
    ) -> VerificationDecision {
        self.cutStoredTimes(at: second.arrival, rules)
        let match =
            self.searched(at: second.arrival, rules)?.find(first, then: second, within: rules.windows, key: key)
            ?? .none
        let decision = self.decide(at: second.arrival, rules) { token, _ in
            token.resynchronize(match: match, at: second.arrival, rules: rules)
        }
        self.note(.resynchronization, decision.reason, at: second.arrival)
        return decision
    }

    /// Where a later code of the device is found; the search is as long for a device the store does not know.
    func match(
        _ presented: PresentedCode,
        within windows: VerificationWindows,
        key: borrowing HMACKey
    ) -> CodeMatch {
        let found = (self.token ?? .decoy)?.find(presented, .laterCode, within: windows, key: key) ?? .none
        return self.token?.resolved(found, at: presented.arrival, windows) ?? .none
    }

    /// The device whose codes are searched, or a decoy; `nil` for a throttled caller.
    func searched(at time: UnixTime, _ rules: DecisionRules) -> TokenRecord? {
        guard self.callerThrottledUntil(at: time, rules.throttles) == nil else { return nil }
        return self.token ?? .decoy
    }

    private mutating func decide(
        at time: UnixTime,
        _ rules: DecisionRules,
        _ decide: (inout TokenRecord, _ bySerialNumber: Bool) -> VerificationDecision
    ) -> VerificationDecision {
        if let until = self.callerThrottledUntil(at: time, rules.throttles) {
            return .refused(.callerThrottled(until: until))
        }
        var decision = VerificationDecision.refused(.unknownDevice)
        if var token = self.token {
            decision = decide(&token, self.namesSerialNumber)
            self.token = token
        }
        if decision.isGuess { self.countAgainstCaller(at: time, rules.throttles) }
        return decision
    }

    private var namesSerialNumber: Bool {
        if case .holder = self.subject { false } else { true }
    }
}

extension VerificationDecision {
    /// Whether the codes may have been a guess: one that is spent or out of sync the device has made, and in a block none is
    /// looked at.
    var isGuess: Bool {
        switch self {
        case .refused(.unknownDevice), .refused(.notActive), .refused(.outsideValidity), .refused(.wrongCode),
            .refused(.lastWrongCode):
            true
        case .refused(.outOfSync), .refused(.spentCode), .refused(.blocked), .refused(.deviceThrottled),
            .refused(.callerThrottled), .accepted, .resynchronized:
            false
        }
    }
}
