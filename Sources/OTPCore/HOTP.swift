/// HMAC-based one-time passwords, RFC 4226: a counter in, a code out.
public struct HOTP: Sendable, Equatable {
    /// How many digits its codes have: 6 to 10.
    ///
    /// RFC 4226, section 5.3, requires at least 6.
    public let digits: Int

    /// - Throws: ``OTPParameterError/digitsOutOfRange(_:)`` for fewer than 6 or more than 10 digits.
    public init(digits: Int = 6) throws(OTPParameterError) {
        guard digits >= 6, digits <= 10 else { throw .digitsOutOfRange(digits) }
        self.digits = digits
    }

    /// HOTP(K, C): the code of the 8-byte `counter`, RFC 4226, section 5.3.
    public func code(for counter: UInt64, key: borrowing HMACKey) -> Code {
        let message = counter.bigEndianBytes
        let hmac = key.authenticationCode(for: message.span)
        return Code(truncating: dynamicTruncation(of: hmac), digits: self.digits)
    }
}

/// Why a set of parameters makes no ``HOTP`` or ``TOTP``.
public enum OTPParameterError: Error, Equatable, Sendable {
    /// Not 6 to 10.
    case digitsOutOfRange(Int)
    /// A time step of 0 seconds.
    case zeroTimeStep
}
