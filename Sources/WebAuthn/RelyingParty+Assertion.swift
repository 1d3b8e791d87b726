package import LibCrypto

extension RelyingParty {
    /// Checks that a credential has answered, section 7.2, but for the challenge and the counter, which want a store.
    ///
    /// - Parameters:
    ///   - clientData: What the client says it asked; its challenge is for the caller to look up.
    ///   - authenticatorData: What the authenticator says.
    ///   - signature: Over both, in DER.
    ///   - publicKey: The credential's.
    /// - Returns: The signature counter.
    /// - Throws: ``WebAuthnRefusal``.
    package func verifyAssertion(
        _ clientData: ClientData,
        authenticatorData: [UInt8],
        signature: [UInt8],
        publicKey: P256PublicKey
    ) throws(WebAuthnRefusal) -> UInt32 {
        let data = try AuthenticatorData(authenticatorData)
        try self.check(clientData, type: "webauthn.get", data)
        let digest = try SHA256Digest.of(data.bytes, clientData.hash)
        guard try publicKey.signed(digest, signature) else { throw .signature }
        return data.signatureCounter
    }
}

extension P256PublicKey {
    /// Whether this is the key's signature of a digest.
    func signed(_ digest: [UInt8], _ signature: [UInt8]) throws(WebAuthnRefusal) -> Bool {
        do {
            return try self.isValid(encodedSignature: signature.span, for: digest.span)
        } catch {
            throw .unavailable
        }
    }
}
