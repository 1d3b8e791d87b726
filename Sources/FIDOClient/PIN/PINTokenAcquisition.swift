package import FIDOMessages

/// Key agreement and a token request, one after the other; CTAP 2.1, section 6.5.5.7.
///
/// A value without I/O: send ``opening``, report each response, perform the step. It tries the PIN once.
package struct PINTokenAcquisition: Sendable {
    /// Next action of the caller.
    package enum Step: Sendable {
        /// Send this CTAP2 request.
        case send([UInt8])
        /// The token. Final.
        case acquired(PINUVAuthToken)
        /// A refusal, or a response that cannot be read. Final.
        case failed(CallFault)
        /// The token does not decrypt, the key is no point of the curve, or the cryptography failed. Final.
        case cryptographyFailed
    }

    private enum State: Sendable {
        case agreeing
        case requesting(PINSession)
        case ended
    }

    private let pinProtocol: PINProtocol
    private let permissions: PINPermissions?
    private let rpID: String?
    private var pinHash: [UInt8]
    private var state = State.agreeing

    /// An acquisition for a PIN in UTF-8; of it the first half of its hash is kept until the end.
    ///
    /// - Parameters:
    ///   - pin: The PIN.
    ///   - pinProtocol: The PIN/UV auth protocol.
    ///   - permissions: The permissions; `nil` for getPinToken, for authenticators without ``AuthenticatorInfo/hasPermissions``.
    ///   - rpID: The relying party that the permissions are limited to.
    ///   - cryptography: For the hash.
    package init(
        pin: Span<UInt8>,
        _ pinProtocol: PINProtocol,
        permissions: PINPermissions?,
        rpID: String?,
        _ cryptography: some PINCryptography
    ) {
        self.pinProtocol = pinProtocol
        self.permissions = permissions
        self.rpID = rpID
        self.pinHash = cryptography.sha256(pin)
    }

    /// The first request.
    package var opening: [UInt8] { ClientPINCall.keyAgreement(self.pinProtocol).message }

    /// The response to the last request came.
    package mutating func responseReceived<Cryptography: PINCryptography>(
        _ payload: [UInt8],
        _ cryptography: inout Cryptography
    ) -> Step {
        do throws(CallFault) {
            let result = try ClientPINCall.keyAgreement(self.pinProtocol).answer(parsing: payload)
            switch self.state {
            case .agreeing:
                guard let key = result.keyAgreement else { throw .missingMember(1) }
                return self.request(authenticatorKey: key, &cryptography)
            case .requesting(var session):
                // Ended first: the session is then the only holder of its secret, and wipes it in place.
                self.end()
                defer { session.wipe() }
                guard let encrypted = result.encryptedToken else { throw .missingMember(2) }
                guard let token = session.token(decrypting: encrypted, cryptography) else {
                    return .cryptographyFailed
                }
                return .acquired(token)
            case .ended:
                return .cryptographyFailed
            }
        } catch {
            self.end()
            return .failed(error)
        }
    }

    private mutating func request<Cryptography: PINCryptography>(
        authenticatorKey: [UInt8],
        _ cryptography: inout Cryptography
    ) -> Step {
        var half = [UInt8](self.pinHash.prefix(16))
        defer { half.wipe() }
        guard
            let session = PINSession(self.pinProtocol, authenticatorKey: authenticatorKey, &cryptography),
            let encrypted = session.encrypt(half, &cryptography)
        else {
            self.end()
            return .cryptographyFailed
        }
        self.state = .requesting(session)
        let call = session.token(encryptedHash: encrypted, permissions: self.permissions, rpID: self.rpID)
        return .send(call.message)
    }

    /// Overwrites what is secret: the caller of an acquisition that is given up does so, too.
    package mutating func end() {
        self.pinHash.wipe()
        if case .requesting(var session) = self.state {
            self.state = .ended
            session.wipe()
        }
        self.state = .ended
    }
}
