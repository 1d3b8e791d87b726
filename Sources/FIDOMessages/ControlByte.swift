/// P1 of U2F_AUTHENTICATE, FIDO U2F raw message formats 1.2, section 5.1.
package enum ControlByte: UInt8, Sendable {
    /// Sign once the user is there.
    case enforceUserPresenceAndSign = 0x03
    /// Tell whether the key handle is one of this token, and sign nothing.
    case checkOnly = 0x07
    /// Sign whether the user is there or not.
    case dontEnforceUserPresenceAndSign = 0x08
}
