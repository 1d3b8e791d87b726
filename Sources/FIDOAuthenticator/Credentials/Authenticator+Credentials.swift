import FIDOMessages

extension Authenticator {
    /// Makes a key pair and seals it into a credential ID for one relying party; `nil` if the environment cannot.
    mutating func makeCredential(
        _ algorithm: COSEAlgorithm,
        rpIDHash: [UInt8],
        protection: CredentialProtection = .userVerificationOptional,
        isDiscoverable: Bool = false
    ) -> NewCredential? {
        guard let keyPair = self.environment.makeKeyPair(algorithm), keyPair.privateKey.count == 32 else { return nil }
        var plaintext = keyPair.privateKey
        defer { plaintext.wipe() }
        plaintext.append(algorithm == .edDSA ? 2 : 1)
        plaintext.append(protection.rawValue)
        plaintext.append(isDiscoverable ? 1 : 0)
        plaintext.append(contentsOf: repeatElement(0, count: 13))
        guard
            let vector = self.environment.randomBytes(count: 16),
            let ciphertext = self.environment.encryptAES256CBC(
                plaintext.span,
                key: self.secrets.wrappingKey.span,
                initializationVector: vector.span
            )
        else { return nil }
        var id: [UInt8] = []
        id.reserveCapacity(CredentialSecrets.idByteCount + 32)
        id.append(CredentialSecrets.version)
        id.append(contentsOf: vector)
        id.append(contentsOf: ciphertext)
        let seal = self.seal(of: id, rpIDHash: rpIDHash)
        id.append(contentsOf: seal)
        return NewCredential(id: id, keyPair: keyPair, algorithm: algorithm)
    }

    /// What a credential ID or U2F key handle holds; `nil` if it was not made here, or not for this relying party.
    func openCredential(_ id: ArraySlice<UInt8>, rpIDHash: [UInt8]) -> CredentialSource? {
        guard id.count == CredentialSecrets.idByteCount, id.first == CredentialSecrets.version else { return nil }
        let sealed = [UInt8](id.prefix(CredentialSecrets.sealedByteCount))
        let seal = self.seal(of: sealed, rpIDHash: rpIDHash)
        guard seal.isEqualInConstantTime(to: id.suffix(32)) else { return nil }
        guard
            var plaintext = self.environment.decryptAES256CBC(
                sealed.span.extracting(17...),
                key: self.secrets.wrappingKey.span,
                initializationVector: sealed.span.extracting(1..<17)
            ),
            plaintext.count == 48, let protection = CredentialProtection(rawValue: plaintext[33])
        else { return nil }
        defer { plaintext.wipe() }
        return CredentialSource(
            privateKey: [UInt8](plaintext[..<32]),
            algorithm: plaintext[32] == 2 ? .edDSA : .es256,
            protection: protection,
            isDiscoverable: plaintext[34] == 1
        )
    }

    /// A credential of this relying party; one that is discoverable counts only until it is deleted.
    func findCredential(_ id: ArraySlice<UInt8>, rpIDHash: [UInt8]) -> FoundCredential? {
        guard let source = self.openCredential(id, rpIDHash: rpIDHash) else { return nil }
        guard source.isDiscoverable else { return FoundCredential(source: source, index: nil) }
        guard let index = self.state.credentials.firstIndex(where: { $0.id[...] == id }) else { return nil }
        return FoundCredential(source: source, index: index)
    }

    private func seal(of sealed: [UInt8], rpIDHash: [UInt8]) -> [UInt8] {
        var message = sealed
        message.append(contentsOf: rpIDHash)
        return self.environment.hmacSHA256(message.span, key: self.secrets.sealingKey.span)
    }

    /// A signature by a credential's key; broken if that fault is asked for.
    mutating func signature(of message: [UInt8], by source: CredentialSource) -> [UInt8]? {
        guard
            var signature = self.environment.signature(
                of: message.span,
                privateKey: source.privateKey.span,
                algorithm: source.algorithm
            ), let last = signature.indices.last
        else { return nil }
        if self.faults.hasInvalidSignatures {
            signature[last] ^= 1
        }
        return signature
    }

    /// The signature counter as an answer tells it.
    func toldCounter(_ counter: UInt32) -> UInt32 {
        self.faults.hasCounterGoingBack ? counter / 2 : counter
    }
}
