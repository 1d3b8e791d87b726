import CTAPHID
import CanonicalCBOR
import FIDOMessages

/// authenticatorMakeCredential; CTAP 2.1, section 6.1.2.
///
/// Steps are that section's.
extension Authenticator {
    mutating func makeCredential(
        _ message: [UInt8],
        over transport: AuthenticatorTransport,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> AuthenticatorAction {
        let request = try MakeCredentialRequest(message, for: self.profile)
        var operation = MakeCredentialOperation(
            request: request,
            rpIDHash: self.environment.sha256(request.rpID.span)
        )
        for check in self.profile.rules.makeCredentialChecks {
            if let action = try self.perform(check, on: &operation, over: transport, at: now) { return action }
        }
        // Step 14.
        return try self.afterUserPresence(.makeCredential(operation), over: transport, at: now)
    }

    /// Makes one check; an action ends the command.
    private mutating func perform(
        _ check: CTAP2Rules.MakeCredentialCheck,
        on operation: inout MakeCredentialOperation,
        over transport: AuthenticatorTransport,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> AuthenticatorAction? {
        let request = operation.request
        switch check {
        case .probe:
            // Step 1.
            guard self.profile.supportsPIN, request.authorization.isProbe else { return nil }
            return try self.answerProbe(over: transport, at: now)
        case .pinProtocol:
            // Step 2.
            _ = try self.pinProtocol(of: request.authorization)
        case .algorithms:
            // Step 3.
            guard request.algorithms.contains(where: { self.environment.supports($0) }) else {
                throw .unsupportedAlgorithm
            }
        case .options:
            try self.checkOptions(of: request)
        case .verificationRequired:
            // Steps 6 to 8.
            guard self.isVerificationImpossible || self.needsVerificationToMake(request) else { return nil }
            throw self.verificationRequired
        case .enterpriseAttestation:
            // Step 9.
            operation.attestation = try self.attestationKind(for: request)
        case .token:
            // Step 11.
            guard
                let parameter = request.authorization.parameter,
                let pinProtocol = try self.pinProtocol(of: request.authorization)
            else { return nil }
            try self.useToken(
                pinProtocol,
                parameter,
                message: request.clientDataHash,
                permission: .makeCredential,
                rpID: request.rpID,
                at: now
            )
            operation.isUserVerified = true
        case .excludeList:
            // Step 12.
            guard self.excludes(operation) else { return nil }
            return try self.afterUserPresence(.credentialExcluded, over: transport, at: now)
        }
        return nil
    }

    /// Whether a credential of the exclude list is here, and may be known of.
    private func excludes(_ operation: MakeCredentialOperation) -> Bool {
        operation.request.excludeList.contains { descriptor in
            guard let found = self.findCredential(descriptor.id, rpIDHash: operation.rpIDHash) else { return false }
            return found.source.protection != .userVerificationRequired || operation.isUserVerified
        }
    }

    /// Steps 4 and 5, and what the extensions want of the options.
    private func checkOptions(of request: MakeCredentialRequest) throws(CTAP2StatusCode) {
        try self.checkUserVerification(request.options, request.authorization)
        switch request.options.userPresence {
        case false: throw .invalidOption
        case true where !self.profile.rules.takesUserPresenceInMakeCredential: throw .invalidOption
        case true, nil: break
        }
        let isDiscoverable = request.options.discoverable == true
        if isDiscoverable, self.profile.discoverableCapacity == 0 {
            throw .unsupportedOption
        }
        // Section 12.3: the input is true, and only for a discoverable credential.
        if let largeBlobKey = request.extensions.largeBlobKey, !largeBlobKey || !isDiscoverable {
            throw .invalidOption
        }
    }

    /// Whether a credential is not made without the PIN's word: section 6.1.2, steps 6 to 8; section 7.2 for alwaysUv.
    private func needsVerificationToMake(_ request: MakeCredentialRequest) -> Bool {
        guard request.authorization.parameter == nil else { return false }
        if self.state.alwaysRequiresUserVerification {
            return true
        }
        guard self.hasPIN else { return false }
        return !self.profile.rules.makesUndiscoverableUnverified || request.options.discoverable == true
    }

    /// Which attestation is asked for, section 7.1.2 and step 9.
    private func attestationKind(for request: MakeCredentialRequest) throws(CTAP2StatusCode) -> AttestationKind {
        guard let wanted = request.enterpriseAttestation else { return .batch }
        guard self.hasEnterpriseAttestation, self.state.isEnterpriseAttestationEnabled else { throw .invalidParameter }
        switch wanted {
        // Vendor-facilitated: only for the relying parties that the maker listed.
        case 1: return self.profile.enterpriseRPIDs.contains { Array($0.utf8) == request.rpID } ? .enterprise : .batch
        // Platform-managed: the platform has checked.
        case 2: return .enterprise
        default: throw .invalidOption
        }
    }

    /// Section 7.1: whether there is a key for it.
    var hasEnterpriseAttestation: Bool {
        self.profile.supportsConfig && !self.environment.attestationCertificates(.enterprise).isEmpty
    }

    /// Steps 15 to 19, once the user is there.
    mutating func finish(
        _ operation: MakeCredentialOperation,
        at now: Uptime
    ) throws(CTAP2StatusCode)
        -> AuthenticatorAction
    {
        self.consumeToken()
        let request = operation.request
        let isDiscoverable = request.options.discoverable == true
        var newState = self.state
        if isDiscoverable {
            newState.credentials.removeAll { $0.rpIDHash == operation.rpIDHash && $0.user.id == request.user.id }
            let isFull = newState.credentials.count >= self.profile.discoverableCapacity
            if isFull || self.faults.isStorageFull {
                throw .keyStoreFull
            }
        }
        guard
            let algorithm = request.algorithms.first(where: { self.environment.supports($0) }),
            var credential = self.makeCredential(
                algorithm,
                rpIDHash: operation.rpIDHash,
                protection: request.extensions.protection ?? .userVerificationOptional,
                isDiscoverable: isDiscoverable
            )
        else { throw .other }
        defer { credential.keyPair.privateKey.wipe() }
        let answer = try self.answer(operation, credential)
        guard isDiscoverable else { return .reply(answer) }
        newState.credentials.append(
            DiscoverableCredential(
                id: credential.id,
                rpID: request.rpID,
                rpIDHash: operation.rpIDHash,
                user: request.user,
                protection: request.extensions.protection ?? .userVerificationOptional,
                blob: self.acceptedBlob(request),
                hasLargeBlobKey: request.extensions.largeBlobKey == true
            )
        )
        return self.commit(newState, thenReply: answer)
    }

    /// Section 12.2: a blob is kept if it is not too long, and only with a discoverable credential.
    private func acceptedBlob(_ request: MakeCredentialRequest) -> [UInt8] {
        guard self.acceptsBlob(request), let blob = request.extensions.blob else { return [] }
        return [UInt8](blob)
    }

    private func acceptsBlob(_ request: MakeCredentialRequest) -> Bool {
        guard let blob = request.extensions.blob, request.options.discoverable == true else { return false }
        return blob.count <= self.profile.credentialBlobCapacity
    }

    private mutating func answer(
        _ operation: MakeCredentialOperation,
        _ credential: NewCredential
    ) throws(CTAP2StatusCode) -> [UInt8] {
        let extensions = self.extensionOutputs(for: operation.request)
        var flags = AuthenticatorData.userPresent | AuthenticatorData.hasAttestedCredential
        if operation.isUserVerified {
            flags |= AuthenticatorData.userVerified
        }
        if !extensions.isEmpty {
            flags |= AuthenticatorData.hasExtensions
        }
        let authenticatorData = AuthenticatorData.encoded(
            rpIDHash: operation.rpIDHash,
            flags: flags,
            counter: self.toldCounter(self.state.signatureCounter),
            attestedCredential: self.attestedCredential(credential),
            extensions: extensions
        )
        let statement = try self.attestationStatement(
            for: authenticatorData + operation.request.clientDataHash,
            credential,
            operation
        )
        let largeBlobKey =
            operation.request.extensions.largeBlobKey == true ? self.largeBlobKey(of: credential.id) : nil
        var writer = CBORWriter(after: [CTAP2StatusCode.success.rawValue])
        writer.map { members in
            members.add(1) { $0.textString(statement == nil ? "none" : "packed") }
            members.add(2) { $0.byteString(authenticatorData) }
            members.add(3) { value in
                if let statement {
                    statement.write(to: &value)
                } else {
                    value.map { _ in }
                }
            }
            if operation.attestation == .enterprise {
                members.add(4) { $0.boolean(true) }
            }
            if let largeBlobKey {
                members.add(5) { $0.byteString(largeBlobKey) }
            }
        }
        return writer.bytes
    }

    /// What the extensions answer, in CBOR; nothing if none does.
    private func extensionOutputs(for request: MakeCredentialRequest) -> [UInt8] {
        let inputs = request.extensions
        let tellsPINLength = inputs.minPINLength && self.state.minimumPINLengthRPIDs.contains(request.rpID)
        guard inputs.protection != nil || inputs.blob != nil || inputs.hmacSecret || tellsPINLength else { return [] }
        var writer = CBORWriter()
        writer.map { outputs in
            if inputs.blob != nil {
                outputs.add("credBlob") { $0.boolean(self.acceptsBlob(request)) }
            }
            if let protection = inputs.protection {
                outputs.add("credProtect") { $0.unsignedInteger(UInt64(protection.rawValue)) }
            }
            if inputs.hmacSecret {
                outputs.add("hmac-secret") { $0.boolean(true) }
            }
            if tellsPINLength {
                outputs.add("minPinLength") { $0.unsignedInteger(UInt64(self.state.minimumPINLength)) }
            }
        }
        return writer.bytes
    }

    /// WebAuthn, section 6.5.1: AAGUID, length of the ID, ID, public key.
    private func attestedCredential(_ credential: NewCredential) -> [UInt8] {
        var bytes = self.profile.aaguid
        bytes.append(UInt8(truncatingIfNeeded: credential.id.count &>> 8))
        bytes.append(UInt8(truncatingIfNeeded: credential.id.count))
        bytes.append(contentsOf: credential.id)
        var writer = CBORWriter(after: bytes)
        COSEKey.write(credential.keyPair.publicKey, credential.algorithm, to: &writer)
        return writer.bytes
    }
}
