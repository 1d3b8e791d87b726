/// A decision on a chip.
package enum ChipDecision: Equatable, Sendable {
    /// The chip may be asked; the one that is in use, if any.
    case asked(ChipRecord?)
    /// The chip is the holder's now.
    case enrolled(ChipRecord)
    /// The chip has answered as it should.
    case authenticated(ChipRecord)
    /// What an operator wanted is so.
    case set(ChipRecord)
    case refused(Refusal)

    /// Why not: for the operator's eyes.
    package enum Refusal: Equatable, Sendable {
        case unknownHolder
        case wrongPassword
        /// Too many wrong passwords of this holder.
        case holderThrottled
        /// Too many wrong tries of this caller.
        case callerThrottled(until: UnixTime)
        /// The holder has no chip.
        case noChip
        case blocked(DeviceBlock)
        /// A challenge that is not awaited: another one, one that was answered, or one that has expired.
        case notAwaited
        case faulty(ChipFault)
        /// The signature counter has not moved forward: there may be two chips with one key.
        case counterWentBack
        /// The credential is registered already, Web Authentication level 3, section 7.1, step 26.
        case registeredBefore
        /// A permanent block stays until another chip is enrolled.
        case final
    }

    /// What whoever asked is told: one answer for all that a guesser might want to know.
    ///
    /// A block is told to those only who have given the right password.
    package var answer: CallerAnswer {
        switch self {
        case .asked, .enrolled, .authenticated, .set: .granted
        case .refused(.callerThrottled(let until)): .throttled(until: until)
        case .refused(.blocked(let block)): .blocked(block)
        case .refused(.unknownHolder), .refused(.wrongPassword), .refused(.holderThrottled), .refused(.noChip),
            .refused(.notAwaited), .refused(.faulty), .refused(.counterWentBack), .refused(.registeredBefore),
            .refused(.final):
            .refused
        }
    }

    /// What the operator is told.
    package var reason: AuditReason {
        switch self {
        case .asked, .enrolled, .authenticated, .set: .granted
        case .refused(.unknownHolder): .unknownHolder
        case .refused(.wrongPassword): .wrongPassword
        case .refused(.holderThrottled): .holderThrottled
        case .refused(.callerThrottled): .callerThrottled
        case .refused(.noChip): .unknownDevice
        case .refused(.blocked): .blocked
        case .refused(.notAwaited): .notAwaited
        case .refused(.faulty(.notGenuine)): .notGenuine
        case .refused(.faulty(.untrusted)): .untrusted
        case .refused(.faulty(.otherCredential)): .otherCredential
        case .refused(.counterWentBack): .counterWentBack
        case .refused(.registeredBefore): .taken
        case .refused(.final): .final
        }
    }
}
