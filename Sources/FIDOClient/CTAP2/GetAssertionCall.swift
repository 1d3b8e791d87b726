import CanonicalCBOR
package import FIDOMessages

/// authenticatorGetAssertion; CTAP 2.1, section 6.2.
package struct GetAssertionCall: CTAP2Call {
    package var rpID: String
    package var clientDataHash: [UInt8]
    package var allowList: [[UInt8]]
    /// The extension inputs, an encoded CBOR map in canonical form.
    package var extensions: [UInt8]?
    package var options = CallOptions()
    package var authorization: TokenAuthorization?

    package init(rpID: String, clientDataHash: [UInt8], allowList: [[UInt8]] = []) {
        self.rpID = rpID
        self.clientDataHash = clientDataHash
        self.allowList = allowList
    }

    /// Adds pinUvAuthParam.
    package mutating func authorize(by token: PINUVAuthToken, _ cryptography: some PINCryptography) {
        self.authorization = token.authorization(of: self.clientDataHash, cryptography)
    }

    package var message: [UInt8] {
        var writer = CBORWriter(after: [CTAP2Command.getAssertion.rawValue])
        writer.map { members in
            members.add(1) { $0.textString(self.rpID) }
            members.add(2) { $0.byteString(self.clientDataHash) }
            if !self.allowList.isEmpty { members.add(3) { CredentialList.write(self.allowList, to: &$0) } }
            if let extensions = self.extensions { members.add(4) { $0.item(encoded: extensions[...]) } }
            if !self.options.isEmpty { members.add(5) { self.options.write(to: &$0) } }
            if let authorization = self.authorization {
                members.add(6) { $0.byteString(authorization.parameter) }
                members.add(7) { $0.unsignedInteger(authorization.protocolNumber) }
            }
        }
        return writer.bytes
    }

    package func result(of response: CTAP2Response) throws(CallFault) -> GivenAssertion {
        try GivenAssertion(response)
    }
}

/// authenticatorGetNextAssertion; CTAP 2.1, section 6.3.
package struct GetNextAssertionCall: CTAP2Call {
    package init() {}
    package var message: [UInt8] { [CTAP2Command.getNextAssertion.rawValue] }
    package func result(of response: CTAP2Response) throws(CallFault) -> GivenAssertion {
        try GivenAssertion(response)
    }
}

/// One assertion, by CTAP2 or by U2F.
package struct GivenAssertion: Equatable, Sendable {
    /// The credential; an authenticator may leave it out if the allow list has one entry.
    package let credentialID: [UInt8]?
    package let authenticatorData: AuthenticatorDataView
    package let signature: [UInt8]
    package let user: UserEntity?
    package let numberOfCredentials: UInt64?
    package let isUserSelected: Bool?
    package let largeBlobKey: [UInt8]?

    init(credentialID: [UInt8], authenticatorData: AuthenticatorDataView, signature: [UInt8]) {
        self.credentialID = credentialID
        self.authenticatorData = authenticatorData
        self.signature = signature
        self.user = nil
        self.numberOfCredentials = nil
        self.isUserSelected = nil
        self.largeBlobKey = nil
    }

    init(_ response: CTAP2Response) throws(CallFault) {
        if let credential = response[1] {
            guard let id = credential.descriptorID else { throw .invalidMember(1) }
            self.credentialID = id
        } else {
            self.credentialID = nil
        }
        self.authenticatorData = try AuthenticatorDataView(parsing: try response.bytes(2))
        self.signature = try response.bytes(3)
        if let user = response[4] {
            guard let entity = UserEntity(lenient: user) else { throw .invalidMember(4) }
            self.user = entity
        } else {
            self.user = nil
        }
        self.numberOfCredentials = try response.optionalNumber(5)
        self.isUserSelected = try response.optionalBoolean(6)
        self.largeBlobKey = try response.optionalBytes(7)
    }
}

extension UserEntity {
    /// A user in a response; `nil` without a user handle.
    init?(lenient item: CBORItem) {
        guard let id = item.descriptorID, let map = item.map else { return nil }
        self.init(
            id: id,
            name: map["name"]?.textString.map { [UInt8]($0) },
            displayName: map["displayName"]?.textString.map { [UInt8]($0) },
            icon: map["icon"]?.textString.map { [UInt8]($0) }
        )
    }
}
