import CanonicalCBOR
package import FIDOMessages

/// The platform's half of a PIN/UV auth protocol after key agreement; CTAP 2.1, sections 6.5.6 and 6.5.7.
///
/// An authenticator makes a new key after a wrong PIN, so a session is good for one attempt.
package struct PINSession: Sendable {
    /// The longest PIN in bytes, padded; section 6.5.1 allows 63 of them to be the PIN's.
    package static let paddedByteCount = 64

    package let pinProtocol: PINProtocol
    /// The platform's public key, x then y.
    package let platformKey: [UInt8]
    private var secret: PINSecret

    /// Agrees on a secret; `nil` if the authenticator's key is no point of the curve, or the cryptography failed.
    package init?<Cryptography: PINCryptography>(
        _ pinProtocol: PINProtocol,
        authenticatorKey: [UInt8],
        _ cryptography: inout Cryptography
    ) {
        guard var pair = cryptography.makeKeyPair(.es256) else { return nil }
        defer { pair.privateKey.wipe() }
        guard
            var point = cryptography.sharedSecret(privateKey: pair.privateKey.span, publicKey: authenticatorKey.span)
        else { return nil }
        defer { point.wipe() }
        self.pinProtocol = pinProtocol
        self.platformKey = pair.publicKey
        self.secret = PINSecret(pinProtocol, sharedPoint: point, environment: cryptography)
    }

    private func call(_ subcommand: ClientPINSubcommand) -> ClientPINCall {
        var call = ClientPINCall(subcommand, protocolNumber: UInt64(self.pinProtocol.rawValue))
        call.platformKey = self.platformKey
        return call
    }

    /// setPIN with a PIN in UTF-8; `nil` for one of more than 64 bytes.
    ///
    /// The authenticator judges the rest.
    package func setPIN<Cryptography: PINCryptography>(
        _ pin: Span<UInt8>,
        _ cryptography: inout Cryptography
    ) -> ClientPINCall? {
        guard let encrypted = self.encryptedPadded(pin, &cryptography) else { return nil }
        var call = self.call(.setPIN)
        call.encryptedNewPIN = encrypted
        call.parameter = self.secret.authenticate(encrypted, cryptography: cryptography)
        return call
    }

    /// changePIN.
    package func changePIN<Cryptography: PINCryptography>(
        _ pin: Span<UInt8>,
        to newPIN: Span<UInt8>,
        _ cryptography: inout Cryptography
    ) -> ClientPINCall? {
        guard
            let encrypted = self.encryptedPadded(newPIN, &cryptography),
            let hash = self.encryptedHash(of: pin, &cryptography)
        else { return nil }
        var call = self.call(.changePIN)
        call.encryptedNewPIN = encrypted
        call.encryptedPINHash = hash
        call.parameter = self.secret.authenticate(encrypted + hash, cryptography: cryptography)
        return call
    }

    /// getPinToken, or with permissions getPinUvAuthTokenUsingPinWithPermissions.
    package func token<Cryptography: PINCryptography>(
        pin: Span<UInt8>,
        permissions: PINPermissions? = nil,
        rpID: String? = nil,
        _ cryptography: inout Cryptography
    ) -> ClientPINCall? {
        guard let hash = self.encryptedHash(of: pin, &cryptography) else { return nil }
        return self.token(encryptedHash: hash, permissions: permissions, rpID: rpID)
    }

    /// A token request with the encrypted first 16 bytes of the PIN's hash.
    func token(encryptedHash: [UInt8], permissions: PINPermissions?, rpID: String?) -> ClientPINCall {
        var call = self.call(permissions == nil ? .getPINToken : .getTokenUsingPINWithPermissions)
        call.encryptedPINHash = encryptedHash
        call.permissions = permissions
        call.rpID = permissions == nil ? nil : rpID
        return call
    }

    /// The token out of a response; `nil` if it does not decrypt to 16 or 32 bytes.
    package func token(
        decrypting encrypted: [UInt8],
        _ cryptography: some PINCryptography
    ) -> PINUVAuthToken? {
        guard var bytes = self.secret.decrypt(encrypted, environment: cryptography) else { return nil }
        // Section 6.5.6: protocol one knows tokens of 16 and 32 bytes, protocol two of 32.
        guard bytes.count == 32 || (bytes.count == 16 && self.pinProtocol == .one) else {
            bytes.wipe()
            return nil
        }
        return PINUVAuthToken(self.pinProtocol, bytes: bytes)
    }

    /// The input of hmac-secret for one or two salts of 32 bytes, an encoded map; section 12.5.
    package func hmacSecretInput<Cryptography: PINCryptography>(
        salts: [UInt8],
        _ cryptography: inout Cryptography
    ) -> [UInt8]? {
        guard let encrypted = self.encrypt(salts, &cryptography) else { return nil }
        var writer = CBORWriter()
        writer.map { members in
            members.add(1) {
                COSEKey.writeP256(self.platformKey, algorithm: COSEKey.keyAgreementAlgorithm, to: &$0)
            }
            members.add(2) { $0.byteString(encrypted) }
            members.add(3) {
                $0.byteString(self.secret.authenticate(encrypted, cryptography: cryptography))
            }
            // Left out for protocol one, as CTAP 2.0 has it.
            if self.pinProtocol == .two { members.add(4) { $0.unsignedInteger(2) } }
        }
        return writer.bytes
    }

    /// Encrypts bytes for the authenticator.
    package func encrypt<Cryptography: PINCryptography>(
        _ plaintext: [UInt8],
        _ cryptography: inout Cryptography
    ) -> [UInt8]? {
        self.secret.encrypt(plaintext, environment: &cryptography)
    }

    /// Decrypts bytes from the authenticator, such as the output of hmac-secret.
    package func decrypt(_ ciphertext: [UInt8], _ cryptography: some PINCryptography) -> [UInt8]? {
        self.secret.decrypt(ciphertext, environment: cryptography)
    }

    /// Overwrites the secret.
    package mutating func wipe() {
        self.secret.wipe()
    }

    private func encryptedPadded<Cryptography: PINCryptography>(
        _ pin: Span<UInt8>,
        _ cryptography: inout Cryptography
    ) -> [UInt8]? {
        guard pin.count <= Self.paddedByteCount else { return nil }
        var padded = [UInt8](repeating: 0, count: Self.paddedByteCount)
        defer { padded.wipe() }
        for index in pin.indices { padded[index] = pin[index] }
        return self.secret.encrypt(padded, environment: &cryptography)
    }

    private func encryptedHash<Cryptography: PINCryptography>(
        of pin: Span<UInt8>,
        _ cryptography: inout Cryptography
    ) -> [UInt8]? {
        var hash = cryptography.sha256(pin)
        defer { hash.wipe() }
        var half = [UInt8](hash.prefix(16))
        defer { half.wipe() }
        return self.secret.encrypt(half, environment: &cryptography)
    }
}
