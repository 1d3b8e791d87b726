/// Why a sound key of a container makes no device of this service.
enum KeyRefusal: Error, Equatable, CustomStringConvertible {
    case noCodes
    case parameters
    case expired
    case pinOfServer
    case numberOfUses

    var description: String {
        switch self {
        case .noCodes: "the key makes neither HOTP nor TOTP codes"
        case .parameters: "codes have 6 to 10 digits, and a time step at least a second"
        case .expired: "its policy lets nobody use the key any more: the expiry date has passed"
        case .pinOfServer: "its policy wants a PIN with each code, which is not checked here"
        case .numberOfUses: "its policy limits the number of uses, which is not counted here"
        }
    }
}
