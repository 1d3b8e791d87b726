import CTAPHID
import CanonicalCBOR
import FIDOMessages

/// authenticatorGetAssertion and authenticatorGetNextAssertion; CTAP 2.1, sections 6.2.2 and 6.3.
///
/// Steps are the former's.
extension Authenticator {
    mutating func getAssertion(
        _ message: [UInt8],
        over transport: AuthenticatorTransport,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> AuthenticatorAction {
        let request = try GetAssertionRequest(message, for: self.profile)
        let wantsUserPresence = request.options.userPresence ?? true
        var sequence = AssertionSequence(
            rpIDHash: self.environment.sha256(request.rpID.span),
            clientDataHash: request.clientDataHash,
            flags: wantsUserPresence ? AuthenticatorData.userPresent : 0,
            wantsBlob: request.extensions.blob,
            wantsLargeBlobKey: request.extensions.largeBlobKey == true
        )
        for check in self.profile.rules.getAssertionChecks {
            let action = try self.perform(check, of: request, on: &sequence, over: transport, at: now)
            if let action { return action }
        }
        sequence.namesUsers = sequence.isUserVerified && sequence.credentialIDs.count > 1
        // Step 9.
        guard wantsUserPresence else { return try self.firstAssertion(sequence, at: now) }
        return try self.afterUserPresence(.getAssertion(sequence), over: transport, at: now)
    }

    /// Makes one check; an action ends the command.
    private mutating func perform(
        _ check: CTAP2Rules.GetAssertionCheck,
        of request: GetAssertionRequest,
        on sequence: inout AssertionSequence,
        over transport: AuthenticatorTransport,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> AuthenticatorAction? {
        let wantsUserPresence = sequence.isUserPresent
        switch check {
        case .probe:
            // Step 1.
            guard self.profile.supportsPIN, request.authorization.isProbe else { return nil }
            return try self.answerProbe(over: transport, at: now)
        case .pinProtocol:
            // Step 2.
            _ = try self.pinProtocol(of: request.authorization)
        case .options:
            // Step 4.
            try self.checkUserVerification(request.options, request.authorization)
            guard request.options.discoverable == nil else { throw self.profile.rules.discoverableInGetAssertion }
            // Section 12.3: the input is true.
            guard request.extensions.largeBlobKey != false else { throw .invalidOption }
        case .verificationRequired:
            // Step 5.
            guard wantsUserPresence, self.state.alwaysRequiresUserVerification else { return nil }
            guard request.authorization.parameter != nil, self.hasPIN else { throw self.verificationRequired }
        case .token:
            // Step 6.
            guard
                let parameter = request.authorization.parameter,
                let pinProtocol = try self.pinProtocol(of: request.authorization)
            else { return nil }
            try self.useToken(
                pinProtocol,
                parameter,
                message: request.clientDataHash,
                permission: .getAssertion,
                rpID: request.rpID,
                at: now
            )
            sequence.flags |= AuthenticatorData.userVerified
        case .credentials:
            // Step 7. The user who is asked first cannot be asked when nobody needs to be there.
            self.addCredentials(to: &sequence, for: request)
            guard !sequence.credentialIDs.isEmpty || wantsUserPresence && self.profile.asksUserFirst else {
                throw .noCredentials
            }
        case .extensions:
            sequence.salts = try self.salts(request.extensions.hmacSecret, wantsUserPresence: wantsUserPresence)
        }
        return nil
    }

    /// Adds the credentials that may answer, the newest last; of an allow list one, step 11.
    private func addCredentials(to sequence: inout AssertionSequence, for request: GetAssertionRequest) {
        let isUserVerified = sequence.isUserVerified
        guard let allowList = request.allowList else {
            sequence.credentialIDs = self.state.credentials.compactMap { credential in
                let isShown = credential.protection == .userVerificationOptional || isUserVerified
                return isShown && credential.rpIDHash == sequence.rpIDHash ? credential.id : nil
            }
            return
        }
        for descriptor in allowList {
            guard let found = self.findCredential(descriptor.id, rpIDHash: sequence.rpIDHash) else { continue }
            if found.source.protection != .userVerificationRequired || isUserVerified {
                sequence.credentialIDs = [[UInt8](descriptor.id)]
                sequence.opened = found
                return
            }
        }
    }

    /// Steps 10 to 13 for the first credential, once the user is there or is not needed; without a credential this is where
    /// CTAP 2.0 says so, section 5.2, step 8.
    mutating func firstAssertion(
        _ sequence: AssertionSequence,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> AuthenticatorAction {
        if sequence.isUserPresent {
            self.consumeToken()
        }
        let count = sequence.credentialIDs.count
        return try self.nextAssertion(of: sequence, count: count > 1 ? count : nil, at: now)
    }

    /// authenticatorGetNextAssertion, section 6.3.
    mutating func getNextAssertion(at now: Uptime) throws(CTAP2StatusCode) -> AuthenticatorAction {
        guard let sequence = self.session.assertions else { throw .notAllowed }
        self.session.assertions = nil
        guard now < sequence.deadline, !sequence.credentialIDs.isEmpty else { throw .notAllowed }
        return try self.nextAssertion(of: sequence, count: nil, at: now)
    }

    private mutating func nextAssertion(
        of sequence: AssertionSequence,
        count: Int?,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> AuthenticatorAction {
        var rest = sequence
        guard
            let id = rest.credentialIDs.popLast(),
            let found = sequence.opened ?? self.findCredential(id[...], rpIDHash: sequence.rpIDHash)
        else { throw .noCredentials }
        var newState = self.state
        // WebAuthn, section 6.1.1: at its end it stays there.
        newState.signatureCounter = newState.signatureCounter == .max ? .max : newState.signatureCounter + 1
        let answer = try self.assertion(sequence, id, found, counter: newState.signatureCounter, count: count)
        rest.opened = nil
        rest.deadline = now.advanced(byMilliseconds: AssertionSequence.timeLimit)
        self.session.assertions = rest.credentialIDs.isEmpty ? nil : rest
        return self.commit(newState, thenReply: answer)
    }

    private mutating func assertion(
        _ sequence: AssertionSequence,
        _ id: [UInt8],
        _ found: FoundCredential,
        counter: UInt32,
        count: Int?
    ) throws(CTAP2StatusCode) -> [UInt8] {
        let extensions = try self.extensionOutputs(for: sequence, id, found)
        let authenticatorData = AuthenticatorData.encoded(
            rpIDHash: sequence.rpIDHash,
            flags: sequence.flags | (extensions.isEmpty ? 0 : AuthenticatorData.hasExtensions),
            counter: self.toldCounter(counter),
            extensions: extensions
        )
        guard let signature = self.signature(of: authenticatorData + sequence.clientDataHash, by: found.source) else {
            throw .other
        }
        let credential = found.index.map { self.state.credentials[$0] }
        let hasLargeBlobKey = sequence.wantsLargeBlobKey && credential?.hasLargeBlobKey == true
        let largeBlobKey = hasLargeBlobKey ? self.largeBlobKey(of: id) : nil
        var writer = CBORWriter(after: [CTAP2StatusCode.success.rawValue])
        writer.map { members in
            members.add(1) { Self.write(credentialID: id, to: &$0) }
            members.add(2) { $0.byteString(authenticatorData) }
            members.add(3) { $0.byteString(signature) }
            // A credential without a user handle has no user to tell of.
            if let credential, !credential.user.id.isEmpty {
                members.add(4) { credential.user.write(to: &$0, withNames: sequence.namesUsers) }
            }
            if let count {
                members.add(5) { $0.unsignedInteger(UInt64(count)) }
            }
            if let largeBlobKey {
                members.add(7) { $0.byteString(largeBlobKey) }
            }
        }
        return writer.bytes
    }

    /// `PublicKeyCredentialDescriptor`; WebAuthn, section 5.8.3.
    static func write(credentialID: [UInt8], to writer: inout CBORWriter) {
        writer.map { members in
            members.add("id") { $0.byteString(credentialID) }
            members.add("type") { $0.textString("public-key") }
        }
    }

    /// What the extensions answer, in CBOR; nothing if none does.
    private mutating func extensionOutputs(
        for sequence: AssertionSequence,
        _ id: [UInt8],
        _ found: FoundCredential
    ) throws(CTAP2StatusCode) -> [UInt8] {
        guard sequence.wantsBlob || sequence.salts != nil else { return [] }
        var secrets: [UInt8]?
        if let salts = sequence.salts {
            secrets = try self.hmacSecretOutput(salts, credentialID: id, isUserVerified: sequence.isUserVerified)
        }
        let blob = found.index.map { self.state.credentials[$0].blob } ?? []
        var writer = CBORWriter()
        writer.map { outputs in
            if sequence.wantsBlob {
                outputs.add("credBlob") { $0.byteString(blob) }
            }
            if let secrets {
                outputs.add("hmac-secret") { $0.byteString(secrets) }
            }
        }
        return writer.bytes
    }
}
