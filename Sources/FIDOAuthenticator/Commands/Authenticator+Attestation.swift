import FIDOMessages

extension Authenticator {
    /// The statement about a new credential, `nil` for none; WebAuthn, section 6.5.4.
    mutating func attestationStatement(
        for message: [UInt8],
        _ credential: NewCredential,
        _ operation: MakeCredentialOperation
    ) throws(CTAP2StatusCode) -> PackedStatement? {
        // A statement that names the device was asked for by those who manage it.
        if operation.attestation == .batch, operation.request.prefersNoAttestation {
            return nil
        }
        switch self.profile.attestation {
        case .none where operation.attestation == .batch:
            return nil
        case .selfSigned where operation.attestation == .batch:
            let source = CredentialSource(
                privateKey: credential.keyPair.privateKey,
                algorithm: credential.algorithm,
                protection: .userVerificationOptional,
                isDiscoverable: false
            )
            guard let signature = self.signature(of: message, by: source) else { throw .other }
            return PackedStatement(algorithm: credential.algorithm, signature: signature, certificates: [])
        case .packed, .selfSigned, .none:
            let certificates = self.environment.attestationCertificates(operation.attestation)
            guard let signature = self.attestationSignature(of: message, operation.attestation) else { throw .other }
            return PackedStatement(algorithm: .es256, signature: signature, certificates: certificates)
        }
    }

    /// A signature by the attestation key, or by one that has nothing to do with it if that fault is asked for.
    mutating func attestationSignature(of message: [UInt8], _ kind: AttestationKind) -> [UInt8]? {
        guard self.faults.attestsWithAnotherKey else {
            return self.environment.attestationSignature(of: message.span, kind)
        }
        guard let stranger = self.environment.makeKeyPair(.es256) else { return nil }
        return self.environment.signature(of: message.span, privateKey: stranger.privateKey.span, algorithm: .es256)
    }
}
