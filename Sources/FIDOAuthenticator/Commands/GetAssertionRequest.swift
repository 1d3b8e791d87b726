import CanonicalCBOR
import FIDOMessages

/// The parameters of authenticatorGetAssertion; CTAP 2.1, section 6.2.
struct GetAssertionRequest: Sendable {
    let rpID: [UInt8]
    let clientDataHash: [UInt8]

    /// `nil` for no list; an empty one counts as none.
    var allowList: [CredentialDescriptor]?

    var extensions = GetAssertionExtensions()
    var options = RequestOptions()
    var authorization = PINAuthorization()

    init(_ message: [UInt8], for profile: AuthenticatorProfile) throws(CTAP2StatusCode) {
        var rpID: [UInt8]?
        var clientDataHash: [UInt8]?
        for entry in try CBORMap(parametersOf: message) {
            switch entry.key.integer {
            case 1: rpID = [UInt8](try entry.value.textParameter())
            case 2: clientDataHash = try entry.value.hashParameter()
            case 3:
                let list = try entry.value.arrayParameter()
                self.allowList = list.count == 0 ? nil : try CredentialDescriptor.list(entry.value)
            case 4: self.extensions = try GetAssertionExtensions(entry.value, known: profile.extensions)
            case 5: self.options = try RequestOptions(entry.value)
            case 6: self.authorization.parameter = try entry.value.bytesParameter()
            case 7: self.authorization.protocolNumber = try entry.value.integerParameter()
            default: break
            }
        }
        guard let rpID, let clientDataHash else { throw .missingParameter }
        self.rpID = rpID
        self.clientDataHash = clientDataHash
    }
}
