/// The answer to an ``ActivationRequest``.
package enum ActivationDecision: Equatable, Sendable {
    /// The device is bound; the record as it now stands.
    case activated(TokenRecord)
    case refused(Refusal)

    /// Why not.
    ///
    /// For the operator's eyes: to whom asked, all but ``holdingRule(held:)`` are one and the same answer.
    package enum Refusal: Equatable, Sendable {
        case unknownHolder
        case wrongPassword
        case unknownSerialNumber
        /// The device belongs to someone, perhaps to the one who asks.
        case taken
        case wrongCode
        /// The code is right and was presented before.
        case spentCode
        /// All was right, but the holder has a device that excludes another one.
        case holdingRule(held: AuthenticatorKind)
    }
}
