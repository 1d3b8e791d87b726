/// The answer to a later code, or to two consecutive ones.
package enum VerificationDecision: Equatable, Sendable {
    /// The code was right and is now spent; the record as it now stands.
    case accepted(TokenRecord, holder: UserID)
    /// Two consecutive codes were right, and have shown where the device's clock or counter is; both are now spent.
    case resynchronized(TokenRecord, holder: UserID)
    case refused(Refusal)

    /// Why not: for the operator's eyes.
    package enum Refusal: Equatable, Sendable {
        /// No such serial number, no such holder, or a holder without a device.
        case unknownDevice
        case notActive
        /// The device's key must not be used yet, or no more.
        case outsideValidity
        /// A typo or a guess.
        case wrongCode
        /// The code is wrong, and the device blocked for it.
        case lastWrongCode(DeviceBlock)
        /// The code is the device's own, but so many time steps or counters ahead of the window's middle.
        case outOfSync(by: Int64)
        /// The code is right and was presented before.
        case spentCode
        /// The device is blocked; whatever the code, it was not looked at.
        case blocked(DeviceBlock)
        /// Too many pairs of codes were presented for this device.
        case deviceThrottled
        /// Too many wrong tries of this caller.
        case callerThrottled(until: UnixTime)
    }

    /// What whoever asked is told: a typo, a device out of sync and one that nobody has are one and the same answer.
    package var answer: CallerAnswer {
        switch self {
        case .accepted, .resynchronized:
            .granted
        case .refused(.blocked(let block)), .refused(.lastWrongCode(let block)):
            .blocked(block)
        case .refused(.callerThrottled(let until)):
            .throttled(until: until)
        case .refused(.unknownDevice), .refused(.notActive), .refused(.wrongCode), .refused(.outOfSync),
            .refused(.outsideValidity), .refused(.spentCode), .refused(.deviceThrottled):
            .refused
        }
    }

    /// What the operator is told.
    package var reason: AuditReason {
        switch self {
        case .accepted: .granted
        case .resynchronized: .grantedInSync
        case .refused(.unknownDevice): .unknownDevice
        case .refused(.notActive): .notActive
        case .refused(.outsideValidity): .outsideValidity
        case .refused(.wrongCode): .wrongCode
        case .refused(.lastWrongCode): .blockedByWrongCodes
        case .refused(.outOfSync): .outOfSync
        case .refused(.spentCode): .spentCode
        case .refused(.blocked): .blocked
        case .refused(.deviceThrottled): .deviceThrottled
        case .refused(.callerThrottled): .callerThrottled
        }
    }
}
