import CanonicalCBOR
package import FIDOMessages

/// authenticatorCredentialManagement, or its preview; CTAP 2.1, section 6.8.
package struct CredentialManagementCall: CTAP2Call {
    package let subcommand: CredentialManagementSubcommand
    private let parameters: [UInt8]?
    package var isPreview = false
    package var authorization: TokenAuthorization?

    private init(_ subcommand: CredentialManagementSubcommand, _ parameters: [UInt8]? = nil) {
        self.subcommand = subcommand
        self.parameters = parameters
    }

    package static let metadata = CredentialManagementCall(.getCredsMetadata)
    package static let firstRelyingParty = CredentialManagementCall(.enumerateRPsBegin)
    package static let nextRelyingParty = CredentialManagementCall(.enumerateRPsGetNextRP)
    package static let nextCredential = CredentialManagementCall(.enumerateCredentialsGetNextCredential)

    package static func firstCredential(rpIDHash: [UInt8]) -> CredentialManagementCall {
        var writer = CBORWriter()
        writer.map { $0.add(1) { $0.byteString(rpIDHash) } }
        return CredentialManagementCall(.enumerateCredentialsBegin, writer.bytes)
    }

    package static func delete(credentialID: [UInt8]) -> CredentialManagementCall {
        var writer = CBORWriter()
        writer.map { $0.add(2) { CredentialList.write(credentialID, to: &$0) } }
        return CredentialManagementCall(.deleteCredential, writer.bytes)
    }

    package static func update(credentialID: [UInt8], to user: UserEntity) -> CredentialManagementCall {
        var writer = CBORWriter()
        writer.map { members in
            members.add(2) { CredentialList.write(credentialID, to: &$0) }
            members.add(3) {
                $0.map { members in
                    members.add("id") { $0.byteString(user.id) }
                    if let name = user.name { members.add("name") { $0.textString(utf8: name) } }
                    if let name = user.displayName { members.add("displayName") { $0.textString(utf8: name) } }
                }
            }
        }
        return CredentialManagementCall(.updateUserInformation, writer.bytes)
    }

    /// Adds pinUvAuthParam, which the subcommands that continue do not have.
    package mutating func authorize(by token: PINUVAuthToken, _ cryptography: some PINCryptography) {
        let subcommand = UInt8(truncatingIfNeeded: self.subcommand.rawValue)
        self.authorization = token.authorization(of: [subcommand] + (self.parameters ?? []), cryptography)
    }

    package var message: [UInt8] {
        let command: CTAP2Command = self.isPreview ? .credentialManagementPreview : .credentialManagement
        var writer = CBORWriter(after: [command.rawValue])
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

    package func result(of response: CTAP2Response) throws(CallFault) -> CredentialManagementResult {
        var result = CredentialManagementResult()
        result.existingCount = try response.optionalNumber(1)
        result.remainingCount = try response.optionalNumber(2)
        if let relyingParty = response[3] { result.rpID = relyingParty.map?["id"]?.string }
        result.rpIDHash = try response.optionalBytes(4)
        result.totalRelyingParties = try response.optionalNumber(5)
        if let user = response[6] {
            guard let entity = UserEntity(lenient: user) else { throw .invalidMember(6) }
            result.user = entity
        }
        if let credential = response[7] {
            guard let id = credential.descriptorID else { throw .invalidMember(7) }
            result.credentialID = id
        }
        result.publicKey = response[8].map { [UInt8]($0.encoded) }
        result.totalCredentials = try response.optionalNumber(9)
        result.protection = try response.optionalNumber(10)
        result.largeBlobKey = try response.optionalBytes(11)
        return result
    }
}

/// The members of a response to authenticatorCredentialManagement; CTAP 2.1, section 6.8.
package struct CredentialManagementResult: Equatable, Sendable {
    package var existingCount: UInt64?
    package var remainingCount: UInt64?
    package var rpID: String?
    package var rpIDHash: [UInt8]?
    package var totalRelyingParties: UInt64?
    package var user: UserEntity?
    package var credentialID: [UInt8]?
    /// The public key as it is encoded, a COSE key.
    package var publicKey: [UInt8]?
    package var totalCredentials: UInt64?
    package var protection: UInt64?
    package var largeBlobKey: [UInt8]?
}
