import CTAPHID
import CanonicalCBOR
import FIDOMessages

/// authenticatorCredentialManagement; CTAP 2.1, section 6.8.
///
/// Under the preview's command byte it is the same, but that it takes the tokens of getPinToken: platforms of that time know
/// no other.
extension Authenticator {
    /// Whether the preview's command byte is answered.
    var hasCredentialManagementPreview: Bool {
        self.profile.supportsCredentialManagement && self.profile.supportsCredentialManagementPreview
    }

    mutating func credentialManagement(
        _ message: [UInt8],
        isPreview: Bool,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> AuthenticatorAction {
        guard isPreview ? self.hasCredentialManagementPreview : self.profile.supportsCredentialManagement else {
            throw .invalidCommand
        }
        let request = try CredentialManagementRequest(message, isPreview: isPreview)
        let begun = self.session.enumeration
        self.session.enumeration = nil
        switch request.subcommand {
        case .getCredsMetadata:
            try self.authorize(request, about: .all, at: now)
            return .reply(self.metadataAnswer())
        case .enumerateRPsBegin:
            try self.authorize(request, about: .all, at: now)
            return .reply(try self.firstRelyingParty())
        case .enumerateRPsGetNextRP:
            guard case .relyingParties(let rest)? = begun else { throw .notAllowed }
            return .reply(try self.nextRelyingParty(of: rest, count: nil))
        case .enumerateCredentialsBegin:
            return .reply(try self.firstCredential(request, at: now))
        case .enumerateCredentialsGetNextCredential:
            guard case .credentials(let rest)? = begun else { throw .notAllowed }
            return .reply(try self.nextCredential(of: rest, count: nil))
        case .deleteCredential:
            return try self.deleteCredential(request, at: now)
        case .updateUserInformation:
            return try self.updateUserInformation(request, at: now)
        default:
            throw .invalidSubcommand
        }
    }

    /// The credentials that a subcommand is about.
    private enum Scope {
        /// Those of all relying parties.
        case all
        /// Those of one, by the hash of its ID.
        case relyingParty([UInt8])
        /// None: the credential that is named is not there, which any token may learn.
        case none
    }

    /// Holds pinUvAuthParam against the token in use.
    ///
    /// `isMissing` tells whether a parameter of the subcommand is not there, which is found once pinUvAuthParam is known to
    /// be there and before it is verified.
    private mutating func authorize(
        _ request: CredentialManagementRequest,
        isMissing: Bool = false,
        about scope: Scope,
        at now: Uptime
    ) throws(CTAP2StatusCode) {
        guard let parameter = request.authorization.parameter else { throw .pinRequired }
        guard let pinProtocol = try self.pinProtocol(of: request.authorization), !isMissing else {
            throw .missingParameter
        }
        let token = try self.verifiedToken(
            pinProtocol,
            parameter,
            message: request.authenticatedMessage,
            permission: .credentialManagement,
            orAnyOfGetPINToken: request.isPreview,
            at: now
        )
        guard let rpID = token.rpID else { return }
        // A token for one relying party is good for its credentials only.
        switch scope {
        case .none: break
        case .relyingParty(let rpIDHash) where rpIDHash == self.environment.sha256(rpID.span): break
        case .relyingParty, .all: throw .pinAuthInvalid
        }
    }

    /// Section 6.8.2.
    private func metadataAnswer() -> [UInt8] {
        var writer = CBORWriter(after: [CTAP2StatusCode.success.rawValue])
        writer.map { members in
            members.add(1) { $0.unsignedInteger(UInt64(self.state.credentials.count)) }
            members.add(2) { $0.unsignedInteger(UInt64(self.remainingDiscoverable)) }
        }
        return writer.bytes
    }

    /// Section 6.8.3.
    private mutating func firstRelyingParty() throws(CTAP2StatusCode) -> [UInt8] {
        var indices: [Int] = []
        for (index, credential) in self.state.credentials.enumerated()
        where !indices.contains(where: { self.state.credentials[$0].rpIDHash == credential.rpIDHash }) {
            indices.append(index)
        }
        guard !indices.isEmpty else { throw .noCredentials }
        return try self.nextRelyingParty(of: indices.reversed(), count: indices.count)
    }

    private mutating func nextRelyingParty(of indices: [Int], count: Int?) throws(CTAP2StatusCode) -> [UInt8] {
        var rest = indices
        guard let index = rest.popLast() else { throw .notAllowed }
        self.session.enumeration = rest.isEmpty ? nil : .relyingParties(rest)
        let credential = self.state.credentials[index]
        var writer = CBORWriter(after: [CTAP2StatusCode.success.rawValue])
        writer.map { members in
            members.add(3) { value in
                value.map { members in
                    members.add("id") { $0.textString(utf8: credential.rpID) }
                }
            }
            members.add(4) { $0.byteString(credential.rpIDHash) }
            if let count {
                members.add(5) { $0.unsignedInteger(UInt64(count)) }
            }
        }
        return writer.bytes
    }

    /// Section 6.8.4.
    private mutating func firstCredential(
        _ request: CredentialManagementRequest,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> [UInt8] {
        let rpIDHash = request.rpIDHash
        let scope: Scope = rpIDHash.map { .relyingParty($0) } ?? .none
        try self.authorize(request, isMissing: rpIDHash == nil, about: scope, at: now)
        let indices = self.state.credentials.indices.filter { self.state.credentials[$0].rpIDHash == rpIDHash }
        guard !indices.isEmpty else { throw .noCredentials }
        return try self.nextCredential(of: indices.reversed(), count: indices.count)
    }

    private mutating func nextCredential(of indices: [Int], count: Int?) throws(CTAP2StatusCode) -> [UInt8] {
        var rest = indices
        guard let index = rest.popLast() else { throw .notAllowed }
        let credential = self.state.credentials[index]
        guard
            let source = self.openCredential(credential.id[...], rpIDHash: credential.rpIDHash),
            let publicKey = self.environment.publicKey(of: source.privateKey.span, algorithm: source.algorithm)
        else { throw .other }
        self.session.enumeration = rest.isEmpty ? nil : .credentials(rest)
        let largeBlobKey = credential.hasLargeBlobKey ? self.largeBlobKey(of: credential.id) : nil
        var writer = CBORWriter(after: [CTAP2StatusCode.success.rawValue])
        writer.map { members in
            members.add(6) { credential.user.write(to: &$0, withNames: true) }
            members.add(7) { Self.write(credentialID: credential.id, to: &$0) }
            members.add(8) { COSEKey.write(publicKey, source.algorithm, to: &$0) }
            if let count {
                members.add(9) { $0.unsignedInteger(UInt64(count)) }
            }
            members.add(10) { $0.unsignedInteger(UInt64(credential.protection.rawValue)) }
            if let largeBlobKey {
                members.add(11) { $0.byteString(largeBlobKey) }
            }
        }
        return writer.bytes
    }

    /// Section 6.8.5.
    private mutating func deleteCredential(
        _ request: CredentialManagementRequest,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> AuthenticatorAction {
        let index = self.index(of: request.credential)
        try self.authorize(
            request,
            isMissing: request.credential == nil,
            about: self.scope(ofCredentialAt: index),
            at: now
        )
        guard let index else { throw .noCredentials }
        var newState = self.state
        newState.credentials.remove(at: index)
        return self.commit(newState, thenReply: [CTAP2StatusCode.success.rawValue])
    }

    /// Section 6.8.6: the new names take the place of all old ones.
    private mutating func updateUserInformation(
        _ request: CredentialManagementRequest,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> AuthenticatorAction {
        let index = self.index(of: request.credential)
        try self.authorize(
            request,
            isMissing: request.credential == nil || request.user == nil,
            about: self.scope(ofCredentialAt: index),
            at: now
        )
        guard let index, let user = request.user else { throw .noCredentials }
        guard self.state.credentials[index].user.id == user.id else { throw .invalidParameter }
        guard !self.faults.isStorageFull else { throw .keyStoreFull }
        var newState = self.state
        newState.credentials[index].user = user
        return self.commit(newState, thenReply: [CTAP2StatusCode.success.rawValue])
    }

    /// The credentials of the relying party that a credential is one of.
    private func scope(ofCredentialAt index: Int?) -> Scope {
        index.map { .relyingParty(self.state.credentials[$0].rpIDHash) } ?? .none
    }

    private func index(of descriptor: CredentialDescriptor?) -> Int? {
        guard let descriptor else { return nil }
        return self.state.credentials.firstIndex { $0.id[...] == descriptor.id }
    }
}
