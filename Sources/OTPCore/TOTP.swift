/// Time-based one-time passwords, RFC 6238: HOTP with the number of time steps since an epoch as its counter.
public struct TOTP: Sendable, Equatable {
    /// How many digits its codes have: 6 to 10.
    public let digits: Int

    /// *X*, the length of a time step in seconds, at least 1; RFC 6238, section 5.2, recommends 30.
    public let timeStep: UInt32

    /// *T0*, the Unix time in seconds at which step 0 begins.
    public let epoch: Int64

    /// - Throws: ``OTPParameterError`` for digits other than 6 to 10 or a time step of 0 seconds.
    public init(digits: Int = 6, timeStep: UInt32 = 30, epoch: Int64 = 0) throws(OTPParameterError) {
        guard digits >= 6, digits <= 10 else { throw .digitsOutOfRange(digits) }
        guard timeStep > 0 else { throw .zeroTimeStep }
        self.digits = digits
        self.timeStep = timeStep
        self.epoch = epoch
    }

    /// *T*, the number of whole time steps between the epoch and a Unix time in seconds, RFC 6238, section 4.2.
    ///
    /// - Throws: ``TOTPError/timeBeforeEpoch`` for an earlier time.
    public func step(at unixTime: Int64) throws(TOTPError) -> UInt64 {
        guard unixTime >= self.epoch else { throw .timeBeforeEpoch }
        // The difference of two Int64 in order always fits UInt64.
        return UInt64(bitPattern: unixTime &- self.epoch) / UInt64(self.timeStep)
    }

    /// The code of a Unix time in seconds, 64 bits wide: good beyond the year 2038 and until the end of the calendar.
    ///
    /// - Throws: ``TOTPError/timeBeforeEpoch``.
    public func code(at unixTime: Int64, key: borrowing HMACKey) throws(TOTPError) -> Code {
        self.code(forStep: try self.step(at: unixTime), key: key)
    }

    /// The code of time step number `step`, *T*.
    public func code(forStep step: UInt64, key: borrowing HMACKey) -> Code {
        self.hotp.code(for: step, key: key)
    }

    var hotp: HOTP {
        HOTP(uncheckedDigits: self.digits)
    }
}

extension HOTP {
    /// For digits that a TOTP has checked.
    init(uncheckedDigits digits: Int) {
        self.digits = digits
    }
}

/// Why there is no code.
public enum TOTPError: Error, Equatable, Sendable {
    /// The time lies before *T0*, where no step has a number.
    case timeBeforeEpoch
}
