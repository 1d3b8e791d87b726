extension TokenRecord {
    /// Whether nothing can bring the device back.
    private var isFinal: Bool {
        if case .retired = self.state { return true }
        return self.block == .permanent
    }

    /// An operator blocks the device, whatever its place in life.
    mutating func block(_ block: DeviceBlock) -> OperatorDecision {
        guard !self.isFinal else { return .final(self) }
        self.block = block
        return .done(self)
    }

    /// An operator lifts every temporary block, and forgives the wrong codes.
    mutating func unblock() -> OperatorDecision {
        guard !self.isFinal else { return .final(self) }
        self.block = nil
        self.forgetTries()
        return .done(self)
    }

    /// Ends the blocks that tries have brought, and forgets the tries; an operator's block and the permanent one stay.
    mutating func forgetTries() {
        self.attempts = DeviceAttempts()
    }

    /// The device is lost, or another one has taken its place: it is nobody's from now on.
    mutating func retire(_ retirement: Retirement, at time: UnixTime) -> OperatorDecision {
        if case .retired = self.state { return .final(self) }
        self.state = .retired(retirement, since: time)
        return .done(self)
    }
}
