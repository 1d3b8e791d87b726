import CanonicalCBOR
package import FIDOMessages

/// authenticatorClientPIN; CTAP 2.1, section 6.5.5.
package struct ClientPINCall: CTAP2Call {
    package var protocolNumber: UInt64?
    package var subcommand: ClientPINSubcommand
    /// The platform's public key, x then y.
    package var platformKey: [UInt8]?
    package var parameter: [UInt8]?
    package var encryptedNewPIN: [UInt8]?
    package var encryptedPINHash: [UInt8]?
    package var permissions: PINPermissions?
    package var rpID: String?

    /// A request with these members and no others.
    package init(_ subcommand: ClientPINSubcommand, protocolNumber: UInt64? = nil) {
        self.subcommand = subcommand
        self.protocolNumber = protocolNumber
    }

    /// getPINRetries, with the protocol that CTAP 2.0 wants.
    package static func pinRetries(_ pinProtocol: PINProtocol = .one) -> ClientPINCall {
        ClientPINCall(.getPINRetries, protocolNumber: UInt64(pinProtocol.rawValue))
    }

    /// getKeyAgreement.
    package static func keyAgreement(_ pinProtocol: PINProtocol) -> ClientPINCall {
        ClientPINCall(.getKeyAgreement, protocolNumber: UInt64(pinProtocol.rawValue))
    }

    package var message: [UInt8] {
        var writer = CBORWriter(after: [CTAP2Command.clientPIN.rawValue])
        writer.map { members in
            if let number = self.protocolNumber { members.add(1) { $0.unsignedInteger(number) } }
            members.add(2) { $0.unsignedInteger(self.subcommand.rawValue) }
            if let key = self.platformKey {
                members.add(3) { COSEKey.writeP256(key, algorithm: COSEKey.keyAgreementAlgorithm, to: &$0) }
            }
            if let parameter = self.parameter { members.add(4) { $0.byteString(parameter) } }
            if let newPIN = self.encryptedNewPIN { members.add(5) { $0.byteString(newPIN) } }
            if let hash = self.encryptedPINHash { members.add(6) { $0.byteString(hash) } }
            if let permissions = self.permissions {
                members.add(9) { $0.unsignedInteger(UInt64(permissions.rawValue)) }
            }
            if let rpID = self.rpID { members.add(10) { $0.textString(rpID) } }
        }
        return writer.bytes
    }

    package func result(of response: CTAP2Response) throws(CallFault) -> ClientPINResult {
        var result = ClientPINResult(
            encryptedToken: try response.optionalBytes(2),
            pinRetries: try response.optionalNumber(3),
            isPowerCycleNeeded: try response.optionalBoolean(4)
        )
        if let key = response[1] {
            do throws(CTAP2StatusCode) {
                result.keyAgreement = try COSEKey.keyAgreementKey(key)
            } catch {
                throw .invalidMember(1)
            }
        }
        return result
    }
}

/// The members of a response to authenticatorClientPIN; CTAP 2.1, section 6.5.5.
package struct ClientPINResult: Equatable, Sendable {
    /// The authenticator's public key, x then y; whether it is a point of the curve shows at key agreement.
    package var keyAgreement: [UInt8]?
    package var encryptedToken: [UInt8]?
    package var pinRetries: UInt64?
    package var isPowerCycleNeeded: Bool?
}
