import CTAPHID
import FIDOMessages

/// What commands do with pinUvAuthParam; CTAP 2.1, sections 6.5.2 and 6.5.4.
extension Authenticator {
    /// Whether a PIN is set: the one form of user verification that there is, section 6.5.
    var hasPIN: Bool {
        self.state.pin != nil
    }

    /// Whether commands about the authenticator itself need a token: a PIN is set, or alwaysUv asks for one; sections 6.10.2
    /// and 6.11.
    private var isProtected: Bool {
        self.hasPIN || self.state.alwaysRequiresUserVerification
    }

    /// Whether the user must always be verified and cannot be, for no PIN is set; sections 6.1.2, step 6, and 6.2.2, step 5.
    var isVerificationImpossible: Bool {
        self.state.alwaysRequiresUserVerification && !self.hasPIN
    }

    /// Refuses the option `uv`: there is no user verification built in; sections 6.1.2, step 5, and 6.2.2, step 4.
    func checkUserVerification(
        _ options: RequestOptions,
        _ authorization: PINAuthorization
    ) throws(CTAP2StatusCode) {
        guard options.userVerification == true else { return }
        let rules = self.profile.rules
        guard authorization.parameter != nil, rules.ignoresUserVerificationBesideToken else {
            throw rules.unsupportedUserVerification
        }
    }

    /// What a platform is told that has to bring the PIN's word, or cannot; sections 6.1.2 and 6.2.2, steps 5 to 8.
    var verificationRequired: CTAP2StatusCode {
        self.profile.supportsPIN ? .pinRequired : .operationDenied
    }

    /// The protocol of a command that has a pinUvAuthParam, `nil` for one that has none.
    func pinProtocol(of authorization: PINAuthorization) throws(CTAP2StatusCode) -> PINProtocol? {
        guard authorization.parameter != nil else { return nil }
        let rules = self.profile.rules
        guard let number = authorization.protocolNumber else { throw rules.missingPINProtocol }
        return try self.pinProtocol(numbered: number, otherwise: rules.unsupportedPINProtocol)
    }

    func pinProtocol(
        numbered number: Int64,
        otherwise refusal: CTAP2StatusCode = .invalidParameter
    ) throws(CTAP2StatusCode) -> PINProtocol {
        for pinProtocol in self.profile.pinProtocols where Int64(pinProtocol.rawValue) == number {
            return pinProtocol
        }
        throw refusal
    }

    /// A platform asks by a touch which of several authenticators is meant; sections 6.1.2 and 6.2.2, step 1.
    mutating func answerProbe(
        over transport: AuthenticatorTransport,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> AuthenticatorAction {
        try self.afterUserPresence(.probe(self.hasPIN ? .pinInvalid : .pinNotSet), over: transport, at: now)
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
        if self.profile.rules.limitsTokens {
            token.rpID = rpID
        }
        self.session.token = token
    }

    /// The token in use, if a pinUvAuthParam was made with it and it permits what is asked for.
    ///
    /// `orAnyOfGetPINToken` is for a command from before there were permissions.
    mutating func verifiedToken(
        _ pinProtocol: PINProtocol,
        _ parameter: ArraySlice<UInt8>,
        message: [UInt8],
        permission: PINPermissions,
        orAnyOfGetPINToken: Bool = false,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> PINToken {
        guard var token = self.session.token, token.pinProtocol == pinProtocol else { throw .pinAuthInvalid }
        let isLimited = self.profile.rules.limitsTokens
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
        let isPermitted = token.permissions.contains(permission) || orAnyOfGetPINToken && token.isOfGetPINToken
        guard isGenuine, !isLimited || isPermitted else { throw .pinAuthInvalid }
        token.isUsed = true
        self.session.token = token
        return token
    }

    /// Authorizes a command that needs a token if the authenticator is protected: authenticatorConfig and the writing of large
    /// blobs; sections 6.11 and 6.10.2.
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
        guard self.profile.rules.limitsTokens else { return }
        self.session.token?.isUserVerified = false
        self.session.token?.permissions.formIntersection(.largeBlobWrite)
        self.session.token?.isOfGetPINToken = false
    }
}
