/// Stored times that a right clock cannot have written.
///
/// A clock that is ahead for a minute stores ends of blocks that are years away once it is right again. None lasts longer than
/// the policy allows, so an end that is farther away is not real. An operator's own block ends when the operator said, and a
/// position of a code that was accepted stays spent: neither is cut.
extension UnixTime {
    /// How much the clocks of two nodes may differ.
    static let clockTolerance = Milliseconds.minutes(5)

    /// The end as it can be real: one that is too far away by no more than two clocks differ is moved to the latest there can
    /// be, any other is over.
    ///
    /// - Parameters:
    ///   - time: Now.
    ///   - longest: How long it lasts at most.
    /// - Returns: An end no later than the longest time from now.
    func cut(at time: UnixTime, longest: Milliseconds) -> UnixTime {
        let latest = time + longest
        guard self > latest else { return self }
        return self - latest <= Self.clockTolerance ? latest : time
    }

    /// Whether it is later than a clock of another node can show now.
    func isAhead(of time: UnixTime) -> Bool {
        self - time > Self.clockTolerance
    }
}

extension Dossier {
    /// Cuts all stored times that cannot be real; every decision begins with it.
    mutating func cutStoredTimes(at time: UnixTime, _ rules: DecisionRules) {
        self.token?.cutStoredTimes(at: time, rules.throttles)
        for index in self.held.indices { self.held[index].cutStoredTimes(at: time, rules.throttles) }
        self.holder?.cutStoredTimes(at: time, rules)
        self.caller?.wrongTries.cut(at: time, rules.throttles.callers)
    }
}

extension TokenRecord {
    /// The record as a decision would see it.
    package func cuttingStoredTimes(at time: UnixTime, _ throttles: ThrottlePolicy) -> TokenRecord {
        var record = self
        record.cutStoredTimes(at: time, throttles)
        return record
    }

    fileprivate mutating func cutStoredTimes(at time: UnixTime, _ throttles: ThrottlePolicy) {
        self.attempts.codes.cut(at: time, throttles.codes)
        self.attempts.activations.cut(at: time, throttles.activationsOfDevice)
        self.attempts.resynchronizations.cut(at: time, throttles.resynchronizations)
        if let stray = self.stray, stray.arrival.isAhead(of: time) { self.stray = nil }
    }
}

extension HolderRecord {
    /// The record as a decision would see it.
    package func cuttingStoredTimes(at time: UnixTime, _ rules: DecisionRules) -> HolderRecord {
        var record = self
        record.cutStoredTimes(at: time, rules)
        return record
    }

    fileprivate mutating func cutStoredTimes(at time: UnixTime, _ rules: DecisionRules) {
        self.attempts.passwords.cut(at: time, rules.throttles.passwords)
        self.attempts.passwordsWithDevice.cut(at: time, rules.throttles.passwords)
        self.attempts.activations.cut(at: time, rules.throttles.activationsByHolder)
        if let ceremony = self.ceremony {
            let end = ceremony.expiresAt.cut(at: time, longest: rules.chips.responseTimeout)
            self.ceremony = ChipCeremony(ceremony.kind, challenge: ceremony.challenge, expiresAt: end)
        }
    }
}
