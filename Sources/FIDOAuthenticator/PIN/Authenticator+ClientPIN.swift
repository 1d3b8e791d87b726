import CTAPHID
import CanonicalCBOR
import FIDOMessages

/// authenticatorClientPIN; CTAP 2.1, section 6.5.5.
extension Authenticator {
    mutating func clientPIN(_ message: [UInt8], at now: Uptime) throws(CTAP2StatusCode) -> AuthenticatorAction {
        let rules = self.profile.rules
        let request = try ClientPINRequest(message, rules)
        switch request.subcommand {
        case .getPINRetries:
            return .reply(self.pinRetriesAnswer())
        case .getKeyAgreement:
            return .reply(try self.keyAgreementAnswer(request))
        case .setPIN:
            return try self.setPIN(request)
        case .changePIN:
            return try self.changePIN(request)
        case .getPINToken:
            // Section 6.5.5.7.1: those of the later subcommand have nothing to do here.
            guard request.permissions == nil, request.rpID == nil else { throw .invalidParameter }
            return try self.getToken(request, for: .defaultToken)
        case .getTokenUsingPINWithPermissions where rules.limitsTokens:
            return try self.getToken(request, for: try self.permissionsPurpose(request))
        default:
            // Among them those of built-in user verification, which there is none of.
            throw rules.unknownPINSubcommand
        }
    }

    /// Section 6.5.5.2; in `powerCycleState` that only power off and on brings back further tries.
    private func pinRetriesAnswer() -> [UInt8] {
        var writer = CBORWriter(after: [CTAP2StatusCode.success.rawValue])
        writer.map { members in
            members.add(3) { $0.unsignedInteger(UInt64(self.faults.isPINLocked ? 0 : self.state.pinRetries)) }
            if self.isPINBlockedUntilPowerCycle, self.profile.rules.tellsPowerCycleState {
                members.add(4) { $0.boolean(true) }
            }
        }
        return writer.bytes
    }

    /// Section 6.5.5.4.
    private mutating func keyAgreementAnswer(_ request: ClientPINRequest) throws(CTAP2StatusCode) -> [UInt8] {
        guard let number = request.protocolNumber else { throw .missingParameter }
        let pair = try self.keyAgreementPair(self.pinProtocol(numbered: number))
        var writer = CBORWriter(after: [CTAP2StatusCode.success.rawValue])
        writer.map { members in
            members.add(1) {
                COSEKey.writeP256(pair.publicKey, algorithm: COSEKey.keyAgreementAlgorithm, to: &$0)
            }
        }
        return writer.bytes
    }

    /// Section 6.5.5.5.
    private mutating func setPIN(_ request: ClientPINRequest) throws(CTAP2StatusCode) -> AuthenticatorAction {
        guard
            let number = request.protocolNumber, let key = request.platformKey, let newPIN = request.newPIN,
            let parameter = request.parameter
        else { throw .missingParameter }
        let pinProtocol = try self.pinProtocol(numbered: number)
        guard !self.hasPIN else { throw .pinAuthInvalid }
        let secret = try self.sharedSecret(pinProtocol, platformKey: key)
        guard secret.verify(newPIN, signature: parameter, environment: self.environment) else { throw .pinAuthInvalid }
        var newState = self.state
        newState.pin = try self.newPIN(newPIN, secret)
        newState.pinRetries = AuthenticatorState.maximumPINRetries
        newState.mustChangePIN = false
        return self.commit(newState, thenReply: [CTAP2StatusCode.success.rawValue])
    }

    /// Section 6.5.5.6.
    private mutating func changePIN(_ request: ClientPINRequest) throws(CTAP2StatusCode) -> AuthenticatorAction {
        guard
            let number = request.protocolNumber, let key = request.platformKey, let newPIN = request.newPIN,
            let parameter = request.parameter, let pinHash = request.pinHash
        else { throw .missingParameter }
        let pinProtocol = try self.pinProtocol(numbered: number)
        try self.checkPINIsUsable()
        let secret = try self.sharedSecret(pinProtocol, platformKey: key)
        guard secret.verify(newPIN + pinHash, signature: parameter, environment: self.environment) else {
            throw .pinAuthInvalid
        }
        return try self.spendTry(
            on: PINAttempt(secret: secret, encryptedHash: pinHash, purpose: .change(encryptedPIN: newPIN))
        )
    }

    /// Section 6.5.5.7.
    private mutating func getToken(
        _ request: ClientPINRequest,
        for purpose: PINAttempt.Purpose
    ) throws(CTAP2StatusCode) -> AuthenticatorAction {
        guard let number = request.protocolNumber, let key = request.platformKey, let pinHash = request.pinHash else {
            throw .missingParameter
        }
        let pinProtocol = try self.pinProtocol(numbered: number)
        try self.checkPINIsUsable()
        let secret = try self.sharedSecret(pinProtocol, platformKey: key)
        return try self.spendTry(on: PINAttempt(secret: secret, encryptedHash: pinHash, purpose: purpose))
    }

    /// Section 6.5.5.7.2: permissions that there are commands for; unknown ones do not count.
    private func permissionsPurpose(_ request: ClientPINRequest) throws(CTAP2StatusCode) -> PINAttempt.Purpose {
        guard let bits = request.permissions else { throw .missingParameter }
        guard bits != 0 else { throw .invalidParameter }
        let permissions = PINPermissions(rawValue: UInt8(truncatingIfNeeded: bits))
        var unsupported: PINPermissions = [.bioEnrollment]
        if !self.profile.supportsCredentialManagement {
            unsupported.insert(.credentialManagement)
        }
        if self.profile.largeBlobCapacity == 0 {
            unsupported.insert(.largeBlobWrite)
        }
        if !self.profile.supportsConfig {
            unsupported.insert(.authenticatorConfiguration)
        }
        guard permissions.isDisjoint(with: unsupported) else { throw .unauthorizedPermission }
        let isAboutCredentials = !permissions.isDisjoint(with: [.makeCredential, .getAssertion])
        guard !isAboutCredentials || request.rpID != nil else { throw .missingParameter }
        let isAboutRelyingParty = isAboutCredentials || permissions.contains(.credentialManagement)
        return .token(permissions, rpID: isAboutRelyingParty ? request.rpID : nil)
    }
}
