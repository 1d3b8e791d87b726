package import OTPCore

/// What the service knows of one device.
///
/// It holds no secret: the store lends that for the time of a decision.
package struct TokenRecord: Equatable, Sendable {
    /// Where a device stands in its life.
    package enum State: Equatable, Sendable {
        /// Imported, bound to nobody.
        case inStock
        /// Bound to its holder.
        case active(holder: UserID, since: UnixTime)
    }

    package let serialNumber: SerialNumber
    package let kind: AuthenticatorKind
    package let algorithm: HashAlgorithm
    package let movingFactor: MovingFactor
    package let importedAt: UnixTime

    package internal(set) var state: State

    /// The time step or counter of the last code that was found right: neither it nor an earlier one counts again.
    ///
    /// It outlives every change of state, so that no code serves twice whoever the device belongs to.
    package internal(set) var lastAccepted: UInt64?

    /// How many time steps the device's clock is ahead of ours, RFC 6238, section 6; 0 for a counter-based device.
    package internal(set) var clockOffset: Int64

    /// A record as it was stored, or a new one.
    package init(
        serialNumber: SerialNumber,
        kind: AuthenticatorKind,
        algorithm: HashAlgorithm,
        movingFactor: MovingFactor,
        importedAt: UnixTime,
        state: State = .inStock,
        lastAccepted: UInt64? = nil,
        clockOffset: Int64 = 0
    ) {
        self.serialNumber = serialNumber
        self.kind = kind
        self.algorithm = algorithm
        self.movingFactor = movingFactor
        self.importedAt = importedAt
        self.state = state
        self.lastAccepted = lastAccepted
        self.clockOffset = clockOffset
    }

    /// Whom the device belongs to, if anyone.
    package var holder: UserID? {
        switch self.state {
        case .inStock: nil
        case .active(let holder, since: _): holder
        }
    }

    /// Whether both describe one and the same device from the factory, whatever happened to it since.
    package func describesSameDevice(as other: TokenRecord) -> Bool {
        self.serialNumber == other.serialNumber && self.kind == other.kind && self.algorithm == other.algorithm
            && self.movingFactor == other.movingFactor
    }
}
