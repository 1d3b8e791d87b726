/// What whoever asked is told of a decision.
///
/// The reason is the operator's: it stands in the decision, the log and the audit trail.
package enum CallerAnswer: Equatable, Sendable {
    case granted
    /// One and the same answer, whatever was wrong.
    case refused
    case holdingRule(held: AuthenticatorKind)
    /// The device is blocked; told of an active one only.
    case blocked(DeviceBlock)
    /// All was right, but a password alone adds no chip before it was asked for.
    case secondFactorRequired
    /// All was right, but the waiting time since the request is not over.
    case waitingTime(until: UnixTime)
    /// The caller itself has made too many wrong tries, on whatever device.
    case throttled(until: UnixTime)

    /// After how many seconds to ask again, as `Retry-After` has it; nil if that makes no difference.
    package func retryAfter(from time: UnixTime) -> Int64? {
        let end: UnixTime? =
            switch self {
            case .granted, .refused, .holdingRule, .secondFactorRequired: nil
            case .blocked(let block): block.end
            case .throttled(let until), .waitingTime(let until): until
            }
        return end.map { max(1, ($0 - time).secondsRoundedUp) }
    }
}
