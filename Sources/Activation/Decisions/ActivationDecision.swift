/// The answer to an ``ActivationRequest``.
package enum ActivationDecision: Equatable, Sendable {
    /// The device is bound; the record as it now stands.
    case activated(TokenRecord)
    case refused(Refusal)

    /// Why not: for the operator's eyes.
    package enum Refusal: Equatable, Sendable {
        case unknownHolder
        case wrongPassword
        case unknownSerialNumber
        /// The device belongs to someone, perhaps to the one who asks, or is retired.
        case taken
        /// The device's key must not be used yet, or no more.
        case outsideValidity
        /// An operator has blocked the device.
        case blocked
        case wrongCode
        /// The code is the device's own, but so many time steps or counters ahead of the window's middle.
        case outOfSync(by: Int64)
        /// The code is right and was presented before.
        case spentCode
        /// All was right, but the holder has a device that excludes another one.
        case holdingRule(held: AuthenticatorKind)
        /// Too many wrong passwords or failed activations of this holder.
        case holderThrottled
        /// Too many failed activations of this device.
        case deviceThrottled
        /// Too many wrong tries of this caller.
        case callerThrottled(until: UnixTime)
    }

    /// What whoever asked is told: one answer for all that a guesser might want to know.
    package var answer: CallerAnswer {
        switch self {
        case .activated:
            .granted
        case .refused(.holdingRule(let held)):
            .holdingRule(held: held)
        case .refused(.callerThrottled(let until)):
            .throttled(until: until)
        case .refused(.unknownHolder), .refused(.wrongPassword), .refused(.unknownSerialNumber), .refused(.taken),
            .refused(.blocked), .refused(.wrongCode), .refused(.outOfSync), .refused(.spentCode),
            .refused(.outsideValidity), .refused(.holderThrottled), .refused(.deviceThrottled):
            .refused
        }
    }

    /// What the operator is told.
    package var reason: AuditReason {
        switch self {
        case .activated: .granted
        case .refused(.unknownHolder): .unknownHolder
        case .refused(.wrongPassword): .wrongPassword
        case .refused(.unknownSerialNumber): .unknownDevice
        case .refused(.taken): .taken
        case .refused(.outsideValidity): .outsideValidity
        case .refused(.blocked): .blocked
        case .refused(.wrongCode): .wrongCode
        case .refused(.outOfSync): .outOfSync
        case .refused(.spentCode): .spentCode
        case .refused(.holdingRule): .holdingRule
        case .refused(.holderThrottled): .holderThrottled
        case .refused(.deviceThrottled): .deviceThrottled
        case .refused(.callerThrottled): .callerThrottled
        }
    }
}
