package import OTPCore

/// What makes one code of a device differ from the next, RFC 4226, section 5.1.
///
/// It holds generators that have proved their parameters, so that no decision fails for a bad record.
package enum MovingFactor: Equatable, Sendable {
    /// The time, RFC 6238.
    case time(TOTP)

    /// The presses, RFC 4226; the counter of the first code the device makes.
    case counter(HOTP, first: UInt64)

    /// How many digits a code has.
    package var digits: Int {
        switch self {
        case .time(let totp): totp.digits
        case .counter(let hotp, first: _): hotp.digits
        }
    }
}
