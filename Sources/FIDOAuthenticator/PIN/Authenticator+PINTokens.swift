import CTAPHID

/// What commands do with pinUvAuthParam; CTAP 2.1, sections 6.5.2 and 6.5.4.
extension Authenticator {
    /// Whether some form of user verification is set up, section 6.5.
    var isProtected: Bool {
        self.state.pin != nil
    }

    /// What a platform is told that has to bring the PIN's word, or cannot; sections 6.1.2 and 6.2.2, steps 5 to 8.
    var verificationRequired: CTAP2StatusCode {
        self.profile.supportsPIN ? .pinRequired : .operationDenied
    }

    /// The protocol of a command that has a pinUvAuthParam, `nil` for one that has none.
    func pinProtocol(of authorization: PINAuthorization) throws(CTAP2StatusCode) -> PINProtocol? {
        guard authorization.parameter != nil else { return nil }
        guard let number = authorization.protocolNumber else { throw .missingParameter }
        return try self.pinProtocol(numbered: number)
    }

    func pinProtocol(numbered number: Int64) throws(CTAP2StatusCode) -> PINProtocol {
        for pinProtocol in self.profile.pinProtocols where Int64(pinProtocol.rawValue) == number {
            return pinProtocol
        }
        throw .invalidParameter
    }

    /// A platform asks by a touch which of several authenticators is meant; sections 6.1.2 and 6.2.2, step 1.
    mutating func answerProbe(
        over transport: AuthenticatorTransport,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> AuthenticatorAction {
        try self.afterUserPresence(.probe(self.isProtected ? .pinInvalid : .pinNotSet), over: transport, at: now)
    }

    /// Holds a pinUvAuthParam against the token in use, for a command about one relying party.
    mutating func useToken(
        _ pinProtocol: PINProtocol,
        _ parameter: ArraySlice<UInt8>,
        message: [UInt8],
        permission: PINPermissions,
        rpID: [UInt8],
        at now: Uptime
    ) throws(CTAP2StatusCode) {
        var token = try self.verifiedToken(pinProtocol, parameter, message: message, permission: permission, at: now)
        guard token.isUserVerified, token.rpID == nil || token.rpID == rpID else { throw .pinAuthInvalid }
        // CTAP 2.0 knows no relying parties of tokens.
        if self.profile.ctap2 == .ctap21 {
            token.rpID = rpID
        }
        self.session.token = token
    }

    /// The token in use, if a pinUvAuthParam was made with it and it permits what is asked for.
    mutating func verifiedToken(
        _ pinProtocol: PINProtocol,
        _ parameter: ArraySlice<UInt8>,
        message: [UInt8],
        permission: PINPermissions,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> PINToken {
        guard var token = self.session.token, token.pinProtocol == pinProtocol else { throw .pinAuthInvalid }
        // CTAP 2.0 knows neither timers nor permissions: a token is good until power is lost.
        let isLimited = self.profile.ctap2 == .ctap21
        if isLimited, token.isExpired(at: now) {
            self.session.token = nil
            throw .pinAuthInvalid
        }
        let isGenuine = pinProtocol.verify(
            message,
            signature: parameter,
            key: token.bytes,
            environment: self.environment
        )
        guard isGenuine, !isLimited || token.permissions.contains(permission) else { throw .pinAuthInvalid }
        token.isUsed = true
        self.session.token = token
        return token
    }

    /// Authorizes a command that needs a token if user verification is set up: authenticatorConfig and the writing of
    /// large blobs; sections 6.11 and 6.10.2.
    mutating func authorize(
        _ authorization: PINAuthorization,
        message: [UInt8],
        permission: PINPermissions,
        at now: Uptime
    ) throws(CTAP2StatusCode) {
        guard self.isProtected else { return }
        guard let parameter = authorization.parameter else { throw .pinRequired }
        guard let pinProtocol = try self.pinProtocol(of: authorization) else { throw .missingParameter }
        _ = try self.verifiedToken(pinProtocol, parameter, message: message, permission: permission, at: now)
    }

    /// The token has spoken for a credential, and speaks for no other one; sections 6.1.2, step 14, and 6.2.2, step 9.
    mutating func consumeToken() {
        guard self.profile.ctap2 == .ctap21 else { return }
        self.session.token?.isUserVerified = false
        self.session.token?.permissions.formIntersection(.largeBlobWrite)
    }
}
