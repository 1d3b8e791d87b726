/// Which edition of CTAP2 an authenticator keeps to.
package enum CTAP2Level: Equatable, Sendable {
    /// `FIDO_2_0` alone.
    case ctap20
    /// `FIDO_2_0` and `FIDO_2_1`; and `FIDO_2_1_PRE` if it takes the credential management of that preview.
    case ctap21
}
