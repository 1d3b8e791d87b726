import CanonicalCBOR
package import FIDOMessages

/// authenticatorMakeCredential; CTAP 2.1, section 6.1.
package struct MakeCredentialCall: CTAP2Call {
    package var clientDataHash: [UInt8]
    package var rpID: String
    package var user: UserEntity
    package var algorithms: [COSEAlgorithm]
    package var excludeList: [[UInt8]] = []
    /// The extension inputs, an encoded CBOR map in canonical form.
    package var extensions: [UInt8]?
    package var options = CallOptions()
    package var authorization: TokenAuthorization?
    package var enterpriseAttestation: UInt64?

    package init(
        clientDataHash: [UInt8],
        rpID: String,
        user: UserEntity,
        algorithms: [COSEAlgorithm] = [.es256]
    ) {
        self.clientDataHash = clientDataHash
        self.rpID = rpID
        self.user = user
        self.algorithms = algorithms
    }

    /// Adds pinUvAuthParam.
    package mutating func authorize(by token: PINUVAuthToken, _ cryptography: some PINCryptography) {
        self.authorization = token.authorization(of: self.clientDataHash, cryptography)
    }

    package var message: [UInt8] {
        var writer = CBORWriter(after: [CTAP2Command.makeCredential.rawValue])
        writer.map { members in
            members.add(1) { $0.byteString(self.clientDataHash) }
            members.add(2) { $0.map { $0.add("id") { $0.textString(self.rpID) } } }
            members.add(3) { self.writeUser(to: &$0) }
            members.add(4) { self.writeAlgorithms(to: &$0) }
            if !self.excludeList.isEmpty { members.add(5) { CredentialList.write(self.excludeList, to: &$0) } }
            if let extensions = self.extensions { members.add(6) { $0.item(encoded: extensions[...]) } }
            if !self.options.isEmpty { members.add(7) { self.options.write(to: &$0) } }
            if let authorization = self.authorization {
                members.add(8) { $0.byteString(authorization.parameter) }
                members.add(9) { $0.unsignedInteger(authorization.protocolNumber) }
            }
            if let kind = self.enterpriseAttestation { members.add(10) { $0.unsignedInteger(kind) } }
        }
        return writer.bytes
    }

    private func writeUser(to writer: inout CBORWriter) {
        writer.map { members in
            members.add("id") { $0.byteString(self.user.id) }
            if let name = self.user.name { members.add("name") { $0.textString(utf8: name) } }
            if let name = self.user.displayName { members.add("displayName") { $0.textString(utf8: name) } }
            if let icon = self.user.icon { members.add("icon") { $0.textString(utf8: icon) } }
        }
    }

    private func writeAlgorithms(to writer: inout CBORWriter) {
        writer.array(count: self.algorithms.count)
        for algorithm in self.algorithms {
            writer.map { members in
                members.add("alg") { $0.integer(algorithm.rawValue) }
                members.add("type") { $0.textString("public-key") }
            }
        }
    }

    package func result(of response: CTAP2Response) throws(CallFault) -> MadeCredential {
        guard let format = try response.required(1).string else { throw .invalidMember(1) }
        let statement = try response.required(3)
        guard statement.map != nil else { throw .invalidMember(3) }
        return MadeCredential(
            format: format,
            authenticatorData: try AuthenticatorDataView(parsing: try response.bytes(2)),
            attestationStatement: [UInt8](statement.encoded),
            hasEnterpriseAttestation: try response.optionalBoolean(4),
            largeBlobKey: try response.optionalBytes(5)
        )
    }
}

/// The result of makeCredential, by CTAP2 or by U2F.
package struct MadeCredential: Equatable, Sendable {
    /// The attestation statement format, such as `packed`.
    package let format: String
    package let authenticatorData: AuthenticatorDataView
    /// The attestation statement, an encoded CBOR map.
    package let attestationStatement: [UInt8]
    package let hasEnterpriseAttestation: Bool?
    package let largeBlobKey: [UInt8]?

    /// The attestation object for a relying party; WebAuthn, section 6.5.4.
    package var attestationObject: [UInt8] {
        var writer = CBORWriter()
        writer.map { members in
            members.add("fmt") { $0.textString(self.format) }
            members.add("attStmt") { $0.item(encoded: self.attestationStatement[...]) }
            members.add("authData") { $0.byteString(self.authenticatorData.bytes) }
        }
        return writer.bytes
    }
}
