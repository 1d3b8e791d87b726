/// What was decided on.
///
/// The numbers stand in every chain ever written: they are never changed or used again.
package enum AuditEvent: UInt8, Sendable, CaseIterable {
    case activation = 1
    case verification = 2
    case resynchronization = 3
    case blocking = 4
    case unblocking = 5
    case retirement = 6

    /// The name in interfaces and files.
    package var name: String {
        switch self {
        case .activation: "activation"
        case .verification: "verification"
        case .resynchronization: "resynchronization"
        case .blocking: "blocking"
        case .unblocking: "unblocking"
        case .retirement: "retirement"
        }
    }

    /// The event of that name, if there is one.
    package init?(name: String) {
        guard let event = AuditEvent.allCases.first(where: { $0.name == name }) else { return nil }
        self = event
    }
}
