import CanonicalCBOR
import LibCrypto

extension RelyingParty {
    /// Checks a new credential, section 7.1, but for the challenge, which wants a store.
    ///
    /// - Parameters:
    ///   - clientData: What the client says it asked; its challenge is for the caller to look up.
    ///   - attestationObject: What the authenticator says, section 6.5.4.
    ///   - credentialID: The name under which the answer came.
    ///   - time: Seconds since 1970-01-01T00:00:00Z, at which certificates must be valid.
    /// - Returns: The credential.
    /// - Throws: ``WebAuthnRefusal``.
    package func verifyRegistration(
        _ clientData: ClientData,
        attestationObject: [UInt8],
        credentialID: [UInt8],
        at time: Int
    ) throws(WebAuthnRefusal) -> RegisteredCredential {
        guard let object = (try? CBORItem(anyEncoding: attestationObject))?.map, let format = object["fmt"],
            let statement = object["attStmt"]?.map, let bytes = object["authData"]?.byteString
        else { throw .malformed }
        let data = try AuthenticatorData(Array(bytes))
        try self.check(clientData, type: "webauthn.create", data)
        guard let credential = data.attestedCredential else { throw .malformed }
        guard credential.id == credentialID else { throw .credentialID }
        let attestation = try self.attestation(
            AttestationStatement(format: format, statement: statement),
            of: credential,
            data,
            clientData,
            at: time
        )
        return RegisteredCredential(
            id: credential.id,
            publicKey: credential.publicKey.key,
            aaguid: credential.aaguid,
            signatureCounter: data.signatureCounter,
            attestation: attestation
        )
    }

    private func attestation(
        _ statement: AttestationStatement,
        of credential: AuthenticatorData.AttestedCredential,
        _ data: AuthenticatorData,
        _ clientData: ClientData,
        at time: Int
    ) throws(WebAuthnRefusal) -> AttestationKind {
        switch statement {
        case .none:
            guard self.attestationRoots.isEmpty else { throw .untrusted }
            return .none
        case .packedSelf(let signature):
            let digest = try SHA256Digest.of(data.bytes, clientData.hash)
            guard try credential.publicKey.key.signed(digest, signature) else { throw .signature }
            guard self.attestationRoots.isEmpty else { throw .untrusted }
            return .itself
        case .packed(let signature, let chain):
            let digest = try SHA256Digest.of(data.bytes, clientData.hash)
            guard let key = chain.first?.publicKey, try key.signed(digest, signature) else { throw .signature }
            guard let certificate = chain.first, certificate.isPackedAttestation(of: credential.aaguid) else {
                throw .attestation
            }
            return try self.trust(in: chain, at: time)
        case .fidoU2F(let signature, let certificate):
            // Section 8.6: what U2F's registration signs.
            let digest = try SHA256Digest.of(
                [0x00],
                data.rpIDHash,
                clientData.hash,
                credential.id,
                credential.publicKey.key.uncompressed
            )
            guard let key = certificate.publicKey, try key.signed(digest, signature) else { throw .signature }
            return try self.trust(in: [certificate], at: time)
        }
    }

    private func trust(in chain: [Certificate], at time: Int) throws(WebAuthnRefusal) -> AttestationKind {
        guard !self.attestationRoots.isEmpty else { return .unchecked }
        let isTrusted: Bool
        do {
            isTrusted = try CertificateChain.isTrusted(chain, under: self.attestationRoots, at: time)
        } catch {
            throw .unavailable
        }
        guard isTrusted else { throw .untrusted }
        return .trusted
    }
}

extension Certificate {
    /// id-fido-gen-ce-aaguid.
    private static let aaguidExtension = "1.3.6.1.4.1.45724.1.1.4"

    /// Whether this is a certificate as packed attestation asks for, Web Authentication level 3, section 8.2.1.
    fileprivate func isPackedAttestation(of aaguid: [UInt8]) -> Bool {
        guard self.version == 3, !self.isAuthority, self.certificateExtension("2.5.29.19") != nil else { return false }
        let country = self.subjectValues(of: .country).first ?? ""
        guard country.utf8.count == 2, self.subjectValues(of: .organization).first?.isEmpty == false,
            self.subjectValues(of: .commonName).first?.isEmpty == false,
            self.subjectValues(of: .organizationalUnit) == ["Authenticator Attestation"]
        else { return false }
        guard let model = self.certificateExtension(Self.aaguidExtension) else { return true }
        return !model.isCritical && model.value == [0x04, 0x10] + aaguid
    }
}
