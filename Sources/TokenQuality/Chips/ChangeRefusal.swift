/// A reason why a token is not changed.
package enum ChangeRefusal: Error, Equatable, Sendable {
    case notAllowed(Effect)
    /// No serial number and no AAGUID is allowed.
    case notNamed(Effect)
    /// A serial number is allowed, and the token has none.
    case noSerialNumber
    case otherSerialNumber(String)
    /// A model is allowed, and the token has a serial number.
    case serialNumberNeeded(String)
    case severalTokens(Int)
    case noLabel
    case otherLabel
    case otherModel
    case otherModelThanOrdered
    case noCTAP2
    case noPIN
    case hasPIN
    case holdsCredentials(UInt64)
    case unknownRoom
    /// More room than the profile says an empty token has.
    case otherCapacity(UInt64)
}

extension ChangeRefusal: CustomStringConvertible {
    /// The reason, and the next step.
    package var description: String {
        switch self {
        case .notAllowed(let effect): "needs --allow \(effect.rawValue)"
        case .notNamed(let effect):
            "--allow \(effect.rawValue) needs --allow-serial, or --allow-aaguid for a token without a serial number"
        case .noSerialNumber: "the token has no USB serial number; name its model with --allow-aaguid"
        case .otherSerialNumber(let serialNumber):
            "--allow-serial names another token; this one has the serial number \(serialNumber)"
        case .serialNumberNeeded(let serialNumber):
            "the token has a serial number, so --allow-serial \(serialNumber) must name it"
        case .severalTokens(let count):
            "--allow-aaguid needs exactly one connected token, and there are \(count); take the others away"
        case .noLabel: "--allow-aaguid needs --label, the name of the token, which is to be typed again"
        case .otherLabel: "the label that was typed is not that of --label"
        case .otherModel: "the AAGUID is not that of --allow-aaguid"
        case .otherModelThanOrdered: "the AAGUID is not that of the profile"
        case .noCTAP2: "the token has no CTAP2, so it cannot be seen whether it is in use"
        case .noPIN: "--allow pin needs --pin-file, the PIN that the token has or gets"
        case .hasPIN: "the token has a PIN, so it may be in use; give it with --pin-file"
        case .holdsCredentials(let count): "the token holds \(count) discoverable credentials; reset it first"
        case .unknownRoom:
            "getInfo or the profile does not tell the room of an empty token (discoverableCredentials)"
        case .otherCapacity(let remaining):
            "the token has room for \(remaining) credentials, more than the profile's discoverableCredentials"
        }
    }
}
