import CanonicalCBOR
package import FIDOMessages

/// authenticatorConfig; CTAP 2.1, section 6.11.
package struct ConfigCall: CTAP2Call {
    package let subcommand: AuthenticatorConfigSubcommand
    private let parameters: [UInt8]?
    package var authorization: TokenAuthorization?

    private init(_ subcommand: AuthenticatorConfigSubcommand, _ parameters: [UInt8]? = nil) {
        self.subcommand = subcommand
        self.parameters = parameters
    }

    package static let enableEnterpriseAttestation = ConfigCall(.enableEnterpriseAttestation)
    package static let toggleAlwaysUv = ConfigCall(.toggleAlwaysUv)

    package static func setMinimumPINLength(
        _ length: UInt64?,
        rpIDs: [String] = [],
        forcesChange: Bool = false
    ) -> ConfigCall {
        var writer = CBORWriter()
        writer.map { members in
            if let length { members.add(1) { $0.unsignedInteger(length) } }
            if !rpIDs.isEmpty {
                members.add(2) { writer in
                    writer.array(count: rpIDs.count)
                    for rpID in rpIDs { writer.textString(rpID) }
                }
            }
            if forcesChange { members.add(3) { $0.boolean(true) } }
        }
        return ConfigCall(.setMinPINLength, writer.bytes)
    }

    /// Adds pinUvAuthParam.
    package mutating func authorize(by token: PINUVAuthToken, _ cryptography: some PINCryptography) {
        var signed = [UInt8](repeating: 0xFF, count: 32)
        signed.append(CTAP2Command.authenticatorConfig.rawValue)
        signed.append(UInt8(truncatingIfNeeded: self.subcommand.rawValue))
        signed += self.parameters ?? []
        self.authorization = token.authorization(of: signed, cryptography)
    }

    package var message: [UInt8] {
        var writer = CBORWriter(after: [CTAP2Command.authenticatorConfig.rawValue])
        writer.map { members in
            members.add(1) { $0.unsignedInteger(self.subcommand.rawValue) }
            if let parameters = self.parameters { members.add(2) { $0.item(encoded: parameters[...]) } }
            if let authorization = self.authorization {
                members.add(3) { $0.unsignedInteger(authorization.protocolNumber) }
                members.add(4) { $0.byteString(authorization.parameter) }
            }
        }
        return writer.bytes
    }

    package func result(of response: CTAP2Response) throws(CallFault) {}
}
