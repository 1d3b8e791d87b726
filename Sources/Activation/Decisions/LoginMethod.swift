/// What a login is made of, and what it is worth under NSIS.
///
/// | login | `amr` | level | |
/// |---|---|---|---|
/// | display and password | `password`, `code_token` | Substantial | confirmed |
/// | reader and password | `password`, `code_reader` | Substantial | the level is an assumption |
/// | chip and password | `password`, `u2f_token` | Substantial | the level is an assumption |
/// | chip alone | `u2f_token` | Low | confirmed |
/// | app and chip | `code_app`, `u2f_token` | High | confirmed; that `amr` names both is an assumption |
///
/// The values of `amr` are those of the broker's documentation; RFC 8176 has the claim.
package enum LoginMethod: UInt8, Sendable, CaseIterable {
    case displayAndPassword
    case readerAndPassword
    case chipAndPassword
    case chip
    case appAndChip

    /// The values of the claim `amr`, in the order of the login.
    package var authenticationMethods: [String] {
        switch self {
        case .displayAndPassword: ["password", "code_token"]
        case .readerAndPassword: ["password", "code_reader"]
        case .chipAndPassword: ["password", "u2f_token"]
        case .chip: ["u2f_token"]
        case .appAndChip: ["code_app", "u2f_token"]
        }
    }

    package var assuranceLevel: AssuranceLevel {
        switch self {
        case .chip: .low
        case .displayAndPassword, .readerAndPassword, .chipAndPassword: .substantial
        case .appAndChip: .high
        }
    }

    /// Whether the level is nowhere stated in public.
    package var isLevelAssumed: Bool {
        switch self {
        case .readerAndPassword, .chipAndPassword: true
        case .displayAndPassword, .chip, .appAndChip: false
        }
    }
}
