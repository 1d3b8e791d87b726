/// When the key of a device may be used, as its maker has it: *StartDate* and *ExpiryDate*, RFC 6030, section 5.
package struct ValidityPeriod: Equatable, Sendable {
    /// The key must not be used before; nil sets no limit.
    package let startsAt: UnixTime?

    /// The key must not be used after; nil sets no limit.
    package let expiresAt: UnixTime?

    /// A key that may be used at any time, unless a limit is given.
    package init(startsAt: UnixTime? = nil, expiresAt: UnixTime? = nil) {
        self.startsAt = startsAt
        self.expiresAt = expiresAt
    }

    /// Whether the key may be used at a moment; both limits belong to the period.
    package func contains(_ time: UnixTime) -> Bool {
        if let startsAt = self.startsAt, time < startsAt { return false }
        return !self.hasExpired(at: time)
    }

    /// Whether the key must not be used any more.
    package func hasExpired(at time: UnixTime) -> Bool {
        self.expiresAt.map { expiresAt in time > expiresAt } ?? false
    }
}
