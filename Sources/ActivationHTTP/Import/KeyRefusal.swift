/// Why a sound key of a container makes no device of this service.
enum KeyRefusal: Error, Equatable, CustomStringConvertible {
    case noCodes
    case parameters
    case limitedByPolicy

    var description: String {
        switch self {
        case .noCodes: "the key makes neither HOTP nor TOTP codes"
        case .parameters: "codes have 6 to 10 digits, and a time step at least a second"
        case .limitedByPolicy: "its policy limits the key by date, number of uses or PIN, which is not enforced here"
        }
    }
}
