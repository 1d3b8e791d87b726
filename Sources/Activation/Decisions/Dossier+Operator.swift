extension Dossier {
    /// An operator blocks a device.
    package mutating func block(_ block: DeviceBlock, at time: UnixTime) -> OperatorDecision {
        self.decide(.blocking, at: time) { token in token.block(block) }
    }

    /// An operator lifts a device's temporary block.
    package mutating func unblock(at time: UnixTime) -> OperatorDecision {
        self.decide(.unblocking, at: time) { token in token.unblock() }
    }

    /// An operator takes a device out of use.
    package mutating func retire(_ retirement: Retirement, at time: UnixTime) -> OperatorDecision {
        self.decide(.retirement, at: time) { token in token.retire(retirement, at: time) }
    }

    private mutating func decide(
        _ event: AuditEvent,
        at time: UnixTime,
        _ change: (inout TokenRecord) -> OperatorDecision
    ) -> OperatorDecision {
        let userID = self.token?.holder
        var decision = OperatorDecision.unknownDevice
        if var token = self.token {
            decision = change(&token)
            self.token = token
        }
        self.note(event, decision.reason, userID: userID, at: time)
        return decision
    }
}
