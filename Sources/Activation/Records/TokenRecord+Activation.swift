extension TokenRecord {
    /// Whether this is a right first code of a device that can still be activated.
    func isReadyForActivation(_ match: CodeMatch, at time: UnixTime) -> Bool {
        guard case .inStock = self.state else { return false }
        guard self.validity.contains(time), self.blockSet(at: time) == nil else { return false }
        switch match {
        case .none, .spent, .stray: return false
        case .fresh, .consecutive: break
        }
        return self.attempts.activations.block(at: time) == nil
    }

    /// Binds a device in stock to its holder, if the code is one it can have made and the holder may have it.
    ///
    /// The holding rules are looked at last, so that only who has everything right learns of them; the code is spent by
    /// then, because it has been confirmed.
    ///
    /// - Parameters:
    ///   - userID: The holder, known and with the right password.
    ///   - held: The devices the holder has; those that are dead are replaced by this one.
    ///   - match: Where the code was found.
    ///   - arrival: When it came in.
    ///   - rules: What is laid to typing, and how many tries there are.
    /// - Returns: The decision; what it changes but for the count of tries, it changes only if the code was right.
    mutating func activate(
        for userID: UserID,
        replacing held: inout [TokenRecord],
        match: CodeMatch,
        at arrival: UnixTime,
        rules: DecisionRules
    ) -> ActivationDecision {
        guard case .inStock = self.state else { return .refused(.taken) }
        guard self.validity.contains(arrival) else { return .refused(.outsideValidity) }
        guard self.blockSet(at: arrival) == nil else { return .refused(.blocked) }
        guard self.attempts.activations.block(at: arrival) == nil else { return .refused(.deviceThrottled) }
        switch match {
        case .none:
            _ = self.attempts.activations.failed(at: arrival, rules.throttles.activationsOfDevice)
            return .refused(.wrongCode)
        case .spent:
            return .refused(.spentCode)
        case .stray(let position, let distance):
            self.stray = StrayCode(position: position, arrival: arrival)
            return .refused(.outOfSync(by: distance))
        case .fresh(let position), .consecutive(let position):
            self.spend(position, at: arrival, rules.windows)
            if let other = held.first(where: { !$0.isDead(at: arrival) && self.kind.isExcluded(by: $0.kind) }) {
                return .refused(.holdingRule(held: other.kind))
            }
            for index in held.indices where held[index].isDead(at: arrival) {
                held[index].state = .retired(.replaced, since: arrival)
            }
            self.state = .active(holder: userID, since: arrival)
            self.attempts.activations.succeeded()
            return .activated(self)
        }
    }
}
