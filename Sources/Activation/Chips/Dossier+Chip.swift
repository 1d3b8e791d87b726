package import OTPCore

extension Dossier {
    /// Decides whether the holder's chip, or a new one, may be asked, and notes with what challenge.
    ///
    /// A ceremony that was pending ends: its answer counts no more.
    ///
    /// - Parameters:
    ///   - ceremony: What begins.
    ///   - passwordIsRight: Whether the holder's password was given; hashing it takes too long to be done in here.
    ///   - factor: What else is presented to add a chip. It is looked at, and spent, only if the password is right.
    ///   - time: Now.
    ///   - rules: How often passwords and codes may be tried, and how long a holder waits who has a password alone.
    ///   - key: The key of the holder's display or reader.
    /// - Returns: The decision.
    package mutating func begin(
        _ ceremony: ChipCeremony,
        passwordIsRight: Bool,
        presenting factor: SecondFactor? = nil,
        at time: UnixTime,
        _ rules: DecisionRules,
        key: borrowing HMACKey
    ) -> ChipDecision {
        self.cutStoredTimes(at: time, rules)
        var match = CodeMatch.none
        if case .code(let code)? = factor {
            match = self.match(PresentedCode(code, at: time), within: rules.windows, key: key)
        }
        let refusal =
            self.refusePassword(passwordIsRight, at: time, rules.throttles)
            ?? (ceremony.kind == .assertion
                ? self.refuseAssertion(at: time) : self.refuseRegistration(factor, match, at: time, rules))
        if refusal == nil { self.holder?.ceremony = ceremony }
        let decision = refusal.map { ChipDecision.refused($0) } ?? .asked(self.holder?.chip)
        switch (ceremony.kind, factor) {
        case (.registration, .code): self.note(.chipRegistrationRequest, decision.reason, at: time)
        case (.registration, _): self.noteHolder(.chipRegistrationRequest, decision.reason, at: time)
        case (.assertion, _): self.noteHolder(.chipAssertionRequest, decision.reason, at: time)
        }
        return decision
    }

    /// Why the password is refused, if it is; a wrong one is counted.
    mutating func refusePassword(
        _ passwordIsRight: Bool,
        at time: UnixTime,
        _ throttles: ThrottlePolicy
    ) -> ChipDecision.Refusal? {
        if let until = self.callerThrottledUntil(at: time, throttles) { return .callerThrottled(until: until) }
        guard var holder = self.holder else {
            self.countAgainstCaller(at: time, throttles)
            return .unknownHolder
        }
        guard holder.attempts.passwords.block(at: time) == nil else { return .holderThrottled }
        if passwordIsRight {
            holder.attempts.passwords.succeeded()
        } else {
            _ = holder.attempts.passwords.failed(at: time, throttles.passwords)
            self.countAgainstCaller(at: time, throttles)
        }
        self.holder = holder
        return passwordIsRight ? nil : .wrongPassword
    }

    private func refuseAssertion(at time: UnixTime) -> ChipDecision.Refusal? {
        guard let chip = self.holder?.chip else { return .noChip }
        return chip.block(at: time).map { .blocked($0) }
    }

    /// Why no chip may be registered, if so: ``ChipAdditionRule``.
    private mutating func refuseRegistration(
        _ factor: SecondFactor?,
        _ match: CodeMatch,
        at time: UnixTime,
        _ rules: DecisionRules
    ) -> ChipDecision.Refusal? {
        let presented = factor?.presented ?? .password
        switch self.chipAddition(presenting: presented, at: time) {
        case .noChip:
            return .noChip
        case .blocked(let block):
            return .blocked(block)
        case .afterWaiting:
            guard rules.chips.waitingTime > .zero else { return nil }
            guard let request = self.holder?.pendingChipRequest(at: time, rules.chips) else {
                return .secondFactorRequired
            }
            let start = request.activatableFrom(rules.chips)
            return time < start ? .waitingTime(until: start) : nil
        case .atOnce:
            switch factor {
            case .code: return self.spend(match, at: time, rules)
            case .assertion(let assertion): return self.spend(assertion, at: time, rules)
            case nil: return .secondFactorRequired
            }
        }
    }

    /// The cell of the table for what is presented.
    func chipAddition(presenting presented: ChipAdditionRule.Presented, at time: UnixTime) -> ChipAdditionRule.Outcome {
        let chip = self.holder?.chip
        return ChipAdditionRule.outcome(hasChip: chip != nil, block: chip?.block(at: time), presented: presented)
    }

    /// Spends the code of the holder's display or reader, as a login does; why it is refused, if it is.
    private mutating func spend(
        _ match: CodeMatch,
        at time: UnixTime,
        _ rules: DecisionRules
    ) -> ChipDecision.Refusal? {
        var decision = VerificationDecision.refused(.unknownDevice)
        if var token = self.token {
            decision = token.verify(match: match, at: time, bySerialNumber: false, rules: rules)
            self.token = token
        }
        if decision.isGuess { self.countAgainstCaller(at: time, rules.throttles) }
        guard case .refused(let refusal) = decision else { return nil }
        return .code(refusal)
    }

    /// Spends the assertion of the holder's chip, as a login does; why it is refused, if it is.
    private mutating func spend(
        _ assertion: ChipAssertion,
        at time: UnixTime,
        _ rules: DecisionRules
    ) -> ChipDecision.Refusal? {
        var decision = ChipDecision.refused(.notAwaited)
        if let ceremony = self.holder?.ceremony, ceremony.awaits(.assertion, assertion.challenge, at: time) {
            self.holder?.ceremony = nil
            decision = self.holder?.accept(assertion, at: time) ?? decision
        }
        guard case .refused(let refusal) = decision else { return nil }
        if decision.answer == .refused { self.countAgainstCaller(at: time, rules.throttles) }
        return refusal
    }

    /// Decides on the answer to a registration; a chip that was in use before is in use no more.
    ///
    /// The dossier is one on an ``Subject/enrollment(_:credentialID:)``, so that no credential gets two holders.
    ///
    /// - Parameters:
    ///   - chip: The new credential, or what the check of the answer has found wrong.
    ///   - challenge: What the answer is to.
    ///   - time: Now.
    ///   - rules: How often a caller may try.
    /// - Returns: The decision.
    package mutating func enroll(
        _ chip: Result<ChipRecord, ChipFault>,
        answering challenge: ChipChallenge,
        at time: UnixTime,
        _ rules: DecisionRules
    ) -> ChipDecision {
        let owner = self.credentialOwner
        let decision = self.decide(.registration, challenge, at: time, rules) { holder in
            if let block = holder.chip?.block(at: time), block != .permanent { return .refused(.blocked(block)) }
            switch chip {
            case .failure(let fault):
                return .refused(.faulty(fault))
            case .success(let chip):
                // The same holder's own is no exception: its signature counter would be forgotten.
                guard owner == nil, holder.chip?.credentialID != chip.credentialID else {
                    return .refused(.registeredBefore)
                }
                holder.chip = chip
                holder.chipRequest = nil
                return .enrolled(chip)
            }
        }
        self.noteHolder(.chipRegistration, decision.reason, at: time)
        return decision
    }

    /// Decides on the answer to an assertion.
    ///
    /// - Parameters:
    ///   - counter: The signature counter of an answer that this chip has signed, or what was found wrong with it.
    ///   - chip: The record that the answer was checked with.
    ///   - challenge: What the answer is to.
    ///   - time: Now.
    ///   - rules: How often a caller may try.
    /// - Returns: The decision.
    package mutating func authenticate(
        _ counter: Result<UInt32, ChipFault>,
        with chip: ChipRecord?,
        answering challenge: ChipChallenge,
        at time: UnixTime,
        _ rules: DecisionRules
    ) -> ChipDecision {
        let assertion = ChipAssertion(counter, with: chip, answering: challenge)
        let decision = self.decide(.assertion, challenge, at: time, rules) { holder in
            holder.accept(assertion, at: time)
        }
        self.noteHolder(.chipAssertion, decision.reason, at: time)
        return decision
    }

    /// An operator blocks a holder's chip, or lifts its block.
    package mutating func setChipBlock(_ block: DeviceBlock?, at time: UnixTime) -> ChipDecision {
        var decision = ChipDecision.refused(self.holder == nil ? .unknownHolder : .noChip)
        if var chip = self.holder?.chip {
            if chip.block == .permanent {
                decision = .refused(.final)
            } else {
                chip.block = block
                self.holder?.chip = chip
                if block == .permanent { self.endChipAddition() }
                decision = .set(chip)
            }
        }
        self.noteHolder(block == nil ? .unblocking : .blocking, decision.reason, at: time)
        return decision
    }

    /// An answer is taken once, right or wrong: whatever it is found to be, its challenge is spent.
    private mutating func decide(
        _ kind: ChipCeremony.Kind,
        _ challenge: ChipChallenge,
        at time: UnixTime,
        _ rules: DecisionRules,
        _ decide: (inout HolderRecord) -> ChipDecision
    ) -> ChipDecision {
        let throttles = rules.throttles
        self.cutStoredTimes(at: time, rules)
        if let until = self.callerThrottledUntil(at: time, throttles) {
            return .refused(.callerThrottled(until: until))
        }
        guard var holder = self.holder else {
            self.countAgainstCaller(at: time, throttles)
            return .refused(.unknownHolder)
        }
        guard let ceremony = holder.ceremony, ceremony.awaits(kind, challenge, at: time) else {
            self.countAgainstCaller(at: time, throttles)
            return .refused(.notAwaited)
        }
        holder.ceremony = nil
        let decision = decide(&holder)
        self.holder = holder
        if case .refused = decision, decision.answer == .refused { self.countAgainstCaller(at: time, throttles) }
        return decision
    }

    /// Leaves an entry that names the holder and none of the holder's devices.
    mutating func noteHolder(_ event: AuditEvent, _ reason: AuditReason, at time: UnixTime) {
        let userID: UserID
        switch self.subject {
        case .holder(let holder), .enrollment(let holder, _): userID = holder
        case .device, .activation, .caller: return
        }
        self.entry = AuditEntry(
            time: time,
            event: event,
            reason: reason,
            serialNumber: nil,
            userID: userID,
            caller: self.caller?.id
        )
    }
}

extension HolderRecord {
    /// Accepts the response of the holder's chip, if it is valid.
    fileprivate mutating func accept(_ assertion: ChipAssertion, at time: UnixTime) -> ChipDecision {
        guard var current = self.chip else { return .refused(.noChip) }
        if let block = current.block(at: time) { return .refused(.blocked(block)) }
        // Another chip may have been enrolled since the response was checked.
        guard let chip = assertion.chip, current.isSameCredential(as: chip) else {
            return .refused(.faulty(.otherCredential))
        }
        switch assertion.counter {
        case .failure(let fault):
            return .refused(.faulty(fault))
        case .success(let counter):
            guard current.accepts(counter) else { return .refused(.counterWentBack) }
            current.signatureCounter = counter
            self.chip = current
            return .authenticated(current)
        }
    }
}
