extension Dossier {
    /// Decides on the request of a holder who has the password alone to add a chip.
    ///
    /// A request that is pending stays as it is: asking again makes the waiting time neither shorter nor longer.
    ///
    /// - Parameters:
    ///   - passwordIsRight: Whether the holder's password was given; hashing it takes too long to be done in here.
    ///   - time: Now.
    ///   - rules: How often passwords may be tried, and for how long a request counts.
    /// - Returns: The decision.
    package mutating func requestChip(
        passwordIsRight: Bool,
        at time: UnixTime,
        _ rules: DecisionRules
    ) -> ChipDecision {
        self.cutStoredTimes(at: time, rules)
        let decision = self.decideRequest(passwordIsRight: passwordIsRight, at: time, rules)
        self.noteHolder(.chipRequest, decision.reason, at: time)
        return decision
    }

    private mutating func decideRequest(
        passwordIsRight: Bool,
        at time: UnixTime,
        _ rules: DecisionRules
    ) -> ChipDecision {
        if let refusal = self.refusePassword(passwordIsRight, at: time, rules.throttles) { return .refused(refusal) }
        guard let holder = self.holder else { return .refused(.unknownHolder) }
        switch self.chipAddition(presenting: .password, at: time) {
        case .blocked(let block):
            return .refused(.blocked(block))
        case .noChip:
            return .refused(.noChip)
        case .atOnce, .afterWaiting:
            let request =
                holder.pendingChipRequest(at: time, rules.chips) ?? ChipRequest(with: holder.password, at: time)
            self.holder?.chipRequest = request
            return .requested(request)
        }
    }

    /// An operator withdraws a holder's request for a chip.
    package mutating func withdrawChipRequest(at time: UnixTime) -> ChipDecision {
        var decision = ChipDecision.refused(self.holder == nil ? .unknownHolder : .noRequest)
        if let request = self.holder?.chipRequest {
            self.endChipAddition()
            decision = .withdrawn(request)
        }
        self.noteHolder(.chipRequestWithdrawal, decision.reason, at: time)
        return decision
    }

    /// An operator removes a holder's chip, whether it is blocked or not.
    package mutating func removeChip(at time: UnixTime) -> ChipDecision {
        var decision = ChipDecision.refused(self.holder == nil ? .unknownHolder : .noChip)
        if let chip = self.holder?.chip {
            self.endChipAddition()
            self.holder?.ceremony = nil
            self.holder?.chip = nil
            decision = .removed(chip)
        }
        self.noteHolder(.chipRemoval, decision.reason, at: time)
        return decision
    }

    /// Ends the addition of a chip that is under way: what was asked for before does not count any more.
    mutating func endChipAddition() {
        self.holder?.chipRequest = nil
        if self.holder?.ceremony?.kind == .registration { self.holder?.ceremony = nil }
    }
}
