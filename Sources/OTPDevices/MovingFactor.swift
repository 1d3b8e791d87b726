/// What makes each code differ from the last one, RFC 4226, section 5.1.
public enum MovingFactor: Equatable, Sendable {
    /// TOTP: time steps of `step` seconds, at least 1, counted from the Unix time `epoch`; RFC 6238, section 4.1.
    case time(step: UInt32, epoch: Int64)

    /// HOTP: a counter that goes up with every code; RFC 4226, section 5.1.
    case counter
}
