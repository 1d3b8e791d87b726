/// Which edition of CTAP2 an authenticator keeps to.
package enum CTAP2Level: Equatable, Sendable {
    /// `FIDO_2_0` alone.
    case ctap20
    /// `FIDO_2_0`, `FIDO_2_1_PRE` and `FIDO_2_1`.
    case ctap21
}
