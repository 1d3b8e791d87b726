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
    /// A chip is to be enrolled: the holder's password was looked at.
    case chipRegistrationRequest = 7
    case chipRegistration = 8
    /// A chip is to be asked for a login: the holder's password was looked at.
    case chipAssertionRequest = 9
    case chipAssertion = 10
    /// A holder is added.
    case holderAddition = 11
    /// Devices are imported: one entry for each import.
    case deviceImport = 12
    /// A request was refused for its access token.
    case access = 13
    /// The sealing key of the store is replaced.
    case keyRotation = 14
    /// A holder asks to add a chip by password alone.
    case chipRequest = 20
    /// An operator withdraws such a request.
    case chipRequestWithdrawal = 21
    /// An operator removes a holder's chip.
    case chipRemoval = 22
    /// An operator forgets the wrong tries under a user ID.
    case holderUnblocking = 23
    /// An operator forgets the wrong tries of the caller that the entry names.
    case callerUnblocking = 24

    /// The name in interfaces and files.
    package var name: String {
        switch self {
        case .activation: "activation"
        case .verification: "verification"
        case .resynchronization: "resynchronization"
        case .blocking: "blocking"
        case .unblocking: "unblocking"
        case .retirement: "retirement"
        case .chipRegistrationRequest: "chip-registration-request"
        case .chipRegistration: "chip-registration"
        case .chipAssertionRequest: "chip-assertion-request"
        case .chipAssertion: "chip-assertion"
        case .holderAddition: "holder-addition"
        case .deviceImport: "device-import"
        case .access: "access"
        case .keyRotation: "key-rotation"
        case .chipRequest: "chip-request"
        case .chipRequestWithdrawal: "chip-request-withdrawal"
        case .chipRemoval: "chip-removal"
        case .holderUnblocking: "holder-unblocking"
        case .callerUnblocking: "caller-unblocking"
        }
    }

    /// The event of that name, if there is one.
    package init?(name: String) {
        guard let event = AuditEvent.allCases.first(where: { $0.name == name }) else { return nil }
        self = event
    }
}
