extension Dossier {
    /// Decides whether the holder's chip may be asked, and notes with what challenge.
    ///
    /// A ceremony that was pending ends: its answer counts no more.
    ///
    /// - Parameters:
    ///   - ceremony: What begins.
    ///   - passwordIsRight: Whether the holder's password was given; hashing it takes too long to be done in here.
    ///   - time: Now.
    ///   - throttles: How often passwords may be tried.
    /// - Returns: The decision.
    package mutating func begin(
        _ ceremony: ChipCeremony,
        passwordIsRight: Bool,
        at time: UnixTime,
        _ throttles: ThrottlePolicy
    ) -> ChipDecision {
        let decision = self.decide(ceremony, passwordIsRight: passwordIsRight, at: time, throttles)
        switch ceremony.kind {
        case .registration: self.noteChip(.chipRegistrationRequest, decision.reason, at: time)
        case .assertion: self.noteChip(.chipAssertionRequest, decision.reason, at: time)
        }
        return decision
    }

    private mutating func decide(
        _ ceremony: ChipCeremony,
        passwordIsRight: Bool,
        at time: UnixTime,
        _ throttles: ThrottlePolicy
    ) -> ChipDecision {
        if let until = self.callerThrottledUntil(at: time, throttles) {
            return .refused(.callerThrottled(until: until))
        }
        guard var holder = self.holder else {
            self.countAgainstCaller(at: time, throttles)
            return .refused(.unknownHolder)
        }
        guard holder.attempts.passwords.block(at: time) == nil else { return .refused(.holderThrottled) }
        guard passwordIsRight else {
            _ = holder.attempts.passwords.failed(at: time, throttles.passwords)
            self.holder = holder
            self.countAgainstCaller(at: time, throttles)
            return .refused(.wrongPassword)
        }
        holder.attempts.passwords.succeeded()
        let chip = holder.chip
        let block = chip?.block(at: time)
        var decision = ChipDecision.asked(chip)
        switch ceremony.kind {
        case .registration:
            // Confirmed by mitid.dk: a chip that is blocked for good can be added again. One that is blocked for a while
            // is not set free by its holder.
            if let block, block != .permanent { decision = .refused(.blocked(block)) }
        case .assertion:
            if chip == nil { decision = .refused(.noChip) }
            if let block { decision = .refused(.blocked(block)) }
        }
        if case .asked = decision { holder.ceremony = ceremony }
        self.holder = holder
        return decision
    }

    /// Decides on the answer to a registration; a chip that was in use before is in use no more.
    ///
    /// The dossier is one on an ``Subject/enrollment(_:credentialID:)``, so that no credential gets two holders.
    ///
    /// - Parameters:
    ///   - chip: The new credential, or what the check of the answer has found wrong.
    ///   - challenge: What the answer is to.
    ///   - time: Now.
    ///   - throttles: How often a caller may try.
    /// - Returns: The decision.
    package mutating func enroll(
        _ chip: Result<ChipRecord, ChipFault>,
        answering challenge: ChipChallenge,
        at time: UnixTime,
        _ throttles: ThrottlePolicy
    ) -> ChipDecision {
        let owner = self.credentialOwner
        let decision = self.decide(.registration, challenge, at: time, throttles) { holder in
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
                return .enrolled(chip)
            }
        }
        self.noteChip(.chipRegistration, decision.reason, at: time)
        return decision
    }

    /// Decides on the answer to an assertion.
    ///
    /// - Parameters:
    ///   - counter: The signature counter of an answer that this chip has signed, or what was found wrong with it.
    ///   - chip: The record that the answer was checked with.
    ///   - challenge: What the answer is to.
    ///   - time: Now.
    ///   - throttles: How often a caller may try.
    /// - Returns: The decision.
    package mutating func authenticate(
        _ counter: Result<UInt32, ChipFault>,
        with chip: ChipRecord?,
        answering challenge: ChipChallenge,
        at time: UnixTime,
        _ throttles: ThrottlePolicy
    ) -> ChipDecision {
        let decision = self.decide(.assertion, challenge, at: time, throttles) { holder in
            guard var current = holder.chip else { return .refused(.noChip) }
            if let block = current.block(at: time) { return .refused(.blocked(block)) }
            // Another chip may have been enrolled since the answer was checked.
            guard let chip, current.isSameCredential(as: chip) else { return .refused(.faulty(.otherCredential)) }
            switch counter {
            case .failure(let fault):
                return .refused(.faulty(fault))
            case .success(let counter):
                guard current.accepts(counter) else { return .refused(.counterWentBack) }
                current.signatureCounter = counter
                holder.chip = current
                return .authenticated(current)
            }
        }
        self.noteChip(.chipAssertion, decision.reason, at: time)
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
                decision = .set(chip)
            }
        }
        self.noteChip(block == nil ? .unblocking : .blocking, decision.reason, at: time)
        return decision
    }

    /// An answer is taken once, right or wrong: whatever it is found to be, its challenge is spent.
    private mutating func decide(
        _ kind: ChipCeremony.Kind,
        _ challenge: ChipChallenge,
        at time: UnixTime,
        _ throttles: ThrottlePolicy,
        _ decide: (inout HolderRecord) -> ChipDecision
    ) -> ChipDecision {
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

    /// Leaves an entry that names the holder and none of the holder's other devices.
    private mutating func noteChip(_ event: AuditEvent, _ reason: AuditReason, at time: UnixTime) {
        let userID: UserID
        switch self.subject {
        case .holder(let holder), .enrollment(let holder, _): userID = holder
        case .device, .activation: return
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
