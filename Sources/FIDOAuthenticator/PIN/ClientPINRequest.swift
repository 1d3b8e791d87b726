import CanonicalCBOR
import FIDOMessages

/// The parameters of authenticatorClientPIN; CTAP 2.1, section 6.5.5.
struct ClientPINRequest: Sendable {
    var protocolNumber: Int64?
    let subcommand: ClientPINSubcommand
    var platformKey: [UInt8]?
    var parameter: ArraySlice<UInt8>?
    var newPIN: [UInt8]?
    var pinHash: [UInt8]?
    var permissions: UInt64?
    var rpID: [UInt8]?

    init(_ message: [UInt8], _ rules: CTAP2Rules) throws(CTAP2StatusCode) {
        var subcommand: UInt64?
        for entry in try CBORMap(parametersOf: message) {
            guard let member = entry.key.integer, member <= rules.lastClientPINMember else { continue }
            switch member {
            case 1: self.protocolNumber = try entry.value.integerParameter()
            case 2: subcommand = try entry.value.unsignedParameter()
            case 3: self.platformKey = try COSEKey.keyAgreementKey(entry.value)
            case 4: self.parameter = try entry.value.bytesParameter()
            case 5: self.newPIN = [UInt8](try entry.value.bytesParameter())
            case 6: self.pinHash = [UInt8](try entry.value.bytesParameter())
            case 9: self.permissions = try entry.value.unsignedParameter()
            case 10: self.rpID = [UInt8](try entry.value.textParameter())
            default: break
            }
        }
        guard let subcommand, self.protocolNumber != nil || !rules.wantsPINProtocolAlways else {
            throw .missingParameter
        }
        self.subcommand = ClientPINSubcommand(rawValue: subcommand)
    }
}
