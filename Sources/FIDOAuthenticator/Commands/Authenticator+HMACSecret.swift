import FIDOMessages

/// The extensions that give out keys; CTAP 2.1, sections 12.3 and 12.5.
extension Authenticator {
    /// The salts of hmac-secret, their seal checked.
    mutating func salts(
        _ input: HMACSecretInput?,
        wantsUserPresence: Bool
    ) throws(CTAP2StatusCode) -> HMACSecretSalts? {
        guard let input else { return nil }
        guard wantsUserPresence else { throw .unsupportedOption }
        let pinProtocol = try self.pinProtocol(numbered: input.protocolNumber)
        let secret = try self.sharedSecret(pinProtocol, platformKey: input.platformKey)
        let isGenuine = secret.verify(
            input.encryptedSalts,
            signature: input.saltAuthentication,
            environment: self.environment
        )
        guard isGenuine else { throw .pinAuthInvalid }
        guard
            let salts = secret.decrypt(input.encryptedSalts, environment: self.environment),
            salts.count == 32 || salts.count == 64
        else { throw .invalidLength }
        return HMACSecretSalts(secret: secret, salts: salts)
    }

    /// HMAC-SHA-256 of each salt under the credential's random key: one for verified users, another one for all others.
    mutating func hmacSecretOutput(
        _ salts: HMACSecretSalts,
        credentialID: [UInt8],
        isUserVerified: Bool
    ) throws(CTAP2StatusCode) -> [UInt8] {
        let label = [isUserVerified ? 1 : 0] + credentialID
        var credentialRandom = self.environment.hmacSHA256(label.span, key: self.secrets.hmacSecretKey.span)
        var output: [UInt8] = []
        for start in stride(from: 0, to: salts.salts.count, by: 32) {
            let salt = salts.salts.span.extracting(start..<start + 32)
            output += self.environment.hmacSHA256(salt, key: credentialRandom.span)
        }
        credentialRandom.wipe()
        guard let sealed = salts.secret.encrypt(output, environment: &self.environment) else { throw .other }
        return sealed
    }

    /// The key that a platform encrypts this credential's large blob with.
    func largeBlobKey(of credentialID: [UInt8]) -> [UInt8] {
        self.environment.hmacSHA256(credentialID.span, key: self.secrets.largeBlobsKey.span)
    }
}
