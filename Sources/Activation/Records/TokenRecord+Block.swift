extension TokenRecord {
    /// The block that holds at a moment, if one does.
    package func block(at time: UnixTime) -> DeviceBlock? {
        let byWrongCodes = self.attempts.codes.block(at: time).map { DeviceBlock.temporary(until: $0) }
        guard let set = self.blockSet(at: time) else { return byWrongCodes }
        return byWrongCodes.map { DeviceBlock.longer(set, $0) } ?? set
    }

    /// Whether no code of the device will ever count again: it is blocked for good, or its key has expired.
    func isDead(at time: UnixTime) -> Bool {
        self.block == .permanent || self.validity.hasExpired(at: time)
    }

    /// That of an operator, or the permanent one.
    func blockSet(at time: UnixTime) -> DeviceBlock? {
        switch self.block {
        case nil: nil
        case .permanent: .permanent
        case .temporary(let until): time < until ? .temporary(until: until) : nil
        }
    }

    /// A later code was wrong; the block that this one brings, if it does.
    mutating func wrongCode(
        bySerialNumber: Bool,
        at time: UnixTime,
        _ throttles: ThrottlePolicy
    ) -> DeviceBlock? {
        let end = self.attempts.codes.failed(at: time, throttles.codes)
        if bySerialNumber, self.attempts.wrongBySerialNumber < UInt32.max {
            self.attempts.wrongBySerialNumber += 1
        }
        if bySerialNumber, let limit = throttles.permanentAfter, self.attempts.wrongBySerialNumber >= limit {
            self.block = .permanent
            return .permanent
        }
        return end.map { .temporary(until: $0) }
    }

    /// A later code was right.
    mutating func rightCode() {
        self.attempts.codes.succeeded()
        self.attempts.wrongBySerialNumber = 0
    }
}
