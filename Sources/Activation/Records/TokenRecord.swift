package import OTPCore

/// What the service knows of one device.
///
/// It holds no secret: the store lends that for the time of a decision.
package struct TokenRecord: Equatable, Sendable {
    /// Where a device stands in its life.
    ///
    /// A block is no part of it: a temporary one ends without anything happening.
    package enum State: Equatable, Sendable {
        /// Imported, bound to nobody.
        case inStock
        /// Bound to its holder.
        case active(holder: UserID, since: UnixTime)
        /// Bound to nobody, and never again.
        case retired(Retirement, since: UnixTime)
    }

    package let serialNumber: SerialNumber
    package let kind: AuthenticatorKind
    package let algorithm: HashAlgorithm
    package let movingFactor: MovingFactor
    package let importedAt: UnixTime

    /// When its clock was set, if the maker says so.
    package let manufacturedAt: UnixTime?

    /// When its codes count at all.
    package let validity: ValidityPeriod

    package internal(set) var state: State

    /// The block an operator has set, or the permanent one that too many wrong codes have brought.
    ///
    /// ``block(at:)`` knows the temporary one of wrong codes too.
    package internal(set) var block: DeviceBlock?

    /// The time step or counter of the last code that was found right: neither it nor an earlier one counts again.
    ///
    /// It outlives every change of state, so that no code serves twice whoever the device belongs to.
    package internal(set) var lastAccepted: UInt64?

    /// How many time steps the device's clock is ahead of ours, RFC 6238, section 6; 0 for a counter-based device.
    package internal(set) var clockOffset: Int64

    /// How far it is ahead exactly; nil before the first code, and for a counter-based device.
    package internal(set) var clock: ClockEstimate?

    /// The last code that was the device's own but out of the window, if none was accepted since.
    package internal(set) var stray: StrayCode?

    package internal(set) var attempts: DeviceAttempts

    /// A record as it was stored, or a new one.
    package init(
        serialNumber: SerialNumber,
        kind: AuthenticatorKind,
        algorithm: HashAlgorithm,
        movingFactor: MovingFactor,
        importedAt: UnixTime,
        manufacturedAt: UnixTime? = nil,
        validity: ValidityPeriod = ValidityPeriod(),
        state: State = .inStock,
        block: DeviceBlock? = nil,
        lastAccepted: UInt64? = nil,
        clockOffset: Int64 = 0,
        clock: ClockEstimate? = nil,
        stray: StrayCode? = nil,
        attempts: DeviceAttempts = DeviceAttempts()
    ) {
        self.serialNumber = serialNumber
        self.kind = kind
        self.algorithm = algorithm
        self.movingFactor = movingFactor
        self.importedAt = importedAt
        self.manufacturedAt = manufacturedAt
        self.validity = validity
        self.state = state
        self.block = block
        self.lastAccepted = lastAccepted
        self.clockOffset = clockOffset
        self.clock = clock
        self.stray = stray
        self.attempts = attempts
    }

    /// Whom the device belongs to, if anyone.
    package var holder: UserID? {
        switch self.state {
        case .inStock, .retired: nil
        case .active(let holder, since: _): holder
        }
    }
}
