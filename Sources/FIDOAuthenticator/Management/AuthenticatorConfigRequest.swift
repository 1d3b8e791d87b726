import CanonicalCBOR
import FIDOMessages

/// The parameters of authenticatorConfig; CTAP 2.1, section 6.11.
struct AuthenticatorConfigRequest: Sendable {
    let subcommand: AuthenticatorConfigSubcommand
    var parameters: CBORItem?
    var authorization = PINAuthorization()

    init(_ message: [UInt8]) throws(CTAP2StatusCode) {
        var subcommand: UInt64?
        for entry in try CBORMap(parametersOf: message) {
            switch entry.key.integer {
            case 1: subcommand = try entry.value.unsignedParameter()
            case 2:
                _ = try entry.value.mapParameter()
                self.parameters = entry.value
            case 3: self.authorization.protocolNumber = try entry.value.integerParameter()
            case 4: self.authorization.parameter = try entry.value.bytesParameter()
            default: break
            }
        }
        guard let subcommand else { throw .missingParameter }
        self.subcommand = AuthenticatorConfigSubcommand(rawValue: subcommand)
    }

    /// What pinUvAuthParam is about: 32 times ff, the command, the subcommand, its parameters as they came.
    var authenticatedMessage: [UInt8] {
        var message = [UInt8](repeating: 0xff, count: 32)
        message.append(CTAP2Command.authenticatorConfig.rawValue)
        message.append(UInt8(truncatingIfNeeded: self.subcommand.rawValue))
        if let parameters = self.parameters {
            message.append(contentsOf: parameters.encoded)
        }
        return message
    }
}
