/// The answer to a later code.
package enum VerificationDecision: Equatable, Sendable {
    /// The code was right and is now spent; the record as it now stands.
    case accepted(TokenRecord, holder: UserID)
    case refused(Refusal)

    /// Why not.
    ///
    /// For the operator's eyes: to whom asked, all are one and the same answer.
    package enum Refusal: Equatable, Sendable {
        /// No such serial number, no such holder, or a holder without a device.
        case unknownDevice
        case notActive
        case wrongCode
        /// The code is right and was presented before.
        case spentCode
    }
}
