extension TokenRecord {
    /// Accepts a code of an active device once.
    ///
    /// - Parameters:
    ///   - match: Where the code was found.
    ///   - arrival: When it came in.
    ///   - bySerialNumber: Whether the device was named by what is printed on it.
    ///   - rules: How far the clock can have drifted, and how many tries there are.
    /// - Returns: The decision; what it changes but for the count of tries, it changes only if the code is accepted.
    mutating func verify(
        match: CodeMatch,
        at arrival: UnixTime,
        bySerialNumber: Bool,
        rules: DecisionRules
    ) -> VerificationDecision {
        guard case .active(let holder, since: _) = self.state else { return .refused(.notActive) }
        guard self.validity.contains(arrival) else { return .refused(.outsideValidity) }
        if let block = self.block(at: arrival) { return .refused(.blocked(block)) }
        switch match {
        case .none:
            let block = self.wrongCode(bySerialNumber: bySerialNumber, at: arrival, rules.throttles)
            return .refused(block.map { .lastWrongCode($0) } ?? .wrongCode)
        case .spent:
            return .refused(.spentCode)
        case .stray(let position, let distance):
            // No guess: who has it has the device.
            self.stray = StrayCode(position: position, arrival: arrival)
            return .refused(.outOfSync(by: distance))
        case .fresh(let position):
            // RFC 6238, section 6: the difference is noted at every code, and the next window stands around it.
            self.spend(position, at: arrival, rules.windows)
            self.rightCode()
            return .accepted(self, holder: holder)
        case .consecutive(let position):
            self.spend(position, at: arrival, rules.windows)
            self.rightCode()
            return .resynchronized(self, holder: holder)
        }
    }

    /// Accepts two consecutive codes of an active device once, RFC 4226, section 7.4, and RFC 6238, section 6.
    ///
    /// Nobody guesses two codes, so they are taken even while wrong codes block the device, and end that block: whoever brings
    /// it about cannot keep the holder out.
    ///
    /// - Parameters:
    ///   - match: Where the second code was found after the first.
    ///   - arrival: When they came in.
    ///   - rules: How far the clock can have drifted, and how many tries there are.
    /// - Returns: The decision; what it changes but for the count of tries, it changes only if the codes are accepted.
    mutating func resynchronize(
        match: CodeMatch,
        at arrival: UnixTime,
        rules: DecisionRules
    ) -> VerificationDecision {
        guard case .active(let holder, since: _) = self.state else { return .refused(.notActive) }
        guard self.validity.contains(arrival) else { return .refused(.outsideValidity) }
        if let block = self.blockSet(at: arrival) { return .refused(.blocked(block)) }
        let throttle = rules.throttles.resynchronizations
        guard self.attempts.resynchronizations.nextTry(at: arrival, throttle) == nil else {
            return .refused(.deviceThrottled)
        }
        switch match {
        case .none, .stray:
            self.attempts.resynchronizations.fill(at: arrival, throttle)
            return .refused(.wrongCode)
        case .spent:
            return .refused(.spentCode)
        case .fresh(let position), .consecutive(let position):
            self.spend(position, at: arrival, rules.windows)
            self.rightCode()
            self.attempts.codes.lift(at: arrival)
            return .resynchronized(self, holder: holder)
        }
    }
}
