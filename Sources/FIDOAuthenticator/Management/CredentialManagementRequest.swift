import CanonicalCBOR
import FIDOMessages

/// The parameters of authenticatorCredentialManagement; CTAP 2.1, section 6.8.
struct CredentialManagementRequest: Sendable {
    let subcommand: CredentialManagementSubcommand

    /// Whether it came under the command byte of the preview before CTAP 2.1.
    let isPreview: Bool

    private var parameters: CBORItem?
    var authorization = PINAuthorization()

    var rpIDHash: [UInt8]?
    var credential: CredentialDescriptor?
    var user: UserEntity?

    init(_ message: [UInt8], isPreview: Bool) throws(CTAP2StatusCode) {
        self.isPreview = isPreview
        var subcommand: UInt64?
        for entry in try CBORMap(parametersOf: message) {
            switch entry.key.integer {
            case 1: subcommand = try entry.value.unsignedParameter()
            case 2: self.parameters = entry.value
            case 3: self.authorization.protocolNumber = try entry.value.integerParameter()
            case 4: self.authorization.parameter = try entry.value.bytesParameter()
            default: break
            }
        }
        guard let subcommand else { throw .missingParameter }
        self.subcommand = CredentialManagementSubcommand(rawValue: subcommand)
        guard let parameters = try self.parameters?.mapParameter() else { return }
        self.rpIDHash = try parameters[1]?.hashParameter()
        if let credential = parameters[2] {
            self.credential = try CredentialDescriptor.parsed(credential)
        }
        if let user = parameters[3] {
            self.user = try UserEntity(user)
        }
    }

    /// What pinUvAuthParam is about: the subcommand and its parameters as they came.
    var authenticatedMessage: [UInt8] {
        var message = [UInt8(truncatingIfNeeded: self.subcommand.rawValue)]
        if let parameters = self.parameters {
            message.append(contentsOf: parameters.encoded)
        }
        return message
    }
}
