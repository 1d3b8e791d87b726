/// The answer to an operator who wants a device's block or place in life changed.
package enum OperatorDecision: Equatable, Sendable {
    /// The record as it now stands.
    case done(TokenRecord)
    case unknownDevice
    /// The device is retired or permanently blocked, and stays so; its record.
    case final(TokenRecord)

    package var reason: AuditReason {
        switch self {
        case .done: .granted
        case .unknownDevice: .unknownDevice
        case .final: .final
        }
    }
}
