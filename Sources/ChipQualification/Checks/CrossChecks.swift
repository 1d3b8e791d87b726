import CanonicalCBOR
import FIDOClient
import FIDOMessages
import TokenQuality

extension Check {
    /// Credentials beyond one request: by the other protocol, and for secrets.
    static let crossChecks: [Check] = [
        Check(
            CheckDescription(
                "F09",
                .u2f,
                clause: "10",
                "CTAP2 signs with a credential of U2F",
                .minor,
                effect: .counter
            )
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            try await bed.requireU2F()
            let credential = try await bed.sharedU2FCredential()
            let hash = bed.randomBytes(32)
            var call = GetAssertionCall(rpID: TestBed.rpID, clientDataHash: hash, allowList: [credential.id])
            call.options.userPresence = false
            let assertion = try await bed.result(of: call, touch: false)
            guard try bed.isSigned(assertion, by: credential.publicKey, clientDataHash: hash) else {
                return bed.failure(
                    .assertionSignature,
                    expected: "a signature of the credential's key",
                    found: "a signature that does not hold"
                )
            }
            return .passed(found: "the signature holds")
        },
        Check(
            CheckDescription(
                "G11",
                .assertions,
                clause: "12.5",
                "hmac-secret depends on the salt and the credential, and on nothing else",
                .critical,
                effect: .counter,
                touches: 6
            )
        ) { bed throws(CheckEnd) in
            guard try await bed.ctap2Info().extensions.contains("hmac-secret") else {
                return .skipped(reason: "the token has no hmac-secret")
            }
            let one = try await bed.makeWithSecret()
            let two = try await bed.makeWithSecret()
            let (salt, other) = (bed.randomBytes(32), bed.randomBytes(32))
            let secret = try await bed.secret(of: one, salt: salt)
            guard try await bed.secret(of: one, salt: salt) == secret else {
                return .failed(expected: "the same secret for the same salt", found: "another secret")
            }
            guard try await bed.secret(of: one, salt: other) != secret else {
                return .failed(expected: "another secret for another salt", found: "the same secret")
            }
            guard try await bed.secret(of: two, salt: salt) != secret else {
                return .failed(expected: "another secret for another credential", found: "the same secret")
            }
            return .passed(found: "equal for the same salt, different otherwise")
        },
    ]
}

extension TestBed {
    fileprivate func makeWithSecret() async throws(CheckEnd) -> Credential {
        var writer = CBORWriter()
        writer.map { $0.add("hmac-secret") { $0.boolean(true) } }
        let extensions = writer.bytes
        return try await self.make { $0.extensions = extensions }
    }

    /// The output of hmac-secret for one salt, 32 bytes.
    fileprivate func secret(of credential: Credential, salt: [UInt8]) async throws(CheckEnd) -> [UInt8] {
        var session = try await self.pinSession()
        defer { session.wipe() }
        guard let input = session.hmacSecretInput(salts: salt, &self.changes.cryptography) else {
            throw .outcome(.inconclusive(reason: "libcrypto has no memory"))
        }
        var writer = CBORWriter()
        writer.map { $0.add("hmac-secret") { $0.item(encoded: input[...]) } }
        var call = GetAssertionCall(
            rpID: Self.rpID,
            clientDataHash: self.randomBytes(32),
            allowList: [credential.id]
        )
        call.extensions = writer.bytes
        let assertion = try await self.result(of: call, touch: true)
        guard
            let outputs = assertion.authenticatorData.extensions,
            let encrypted = (try? CBORItem(parsing: outputs))?.map?["hmac-secret"]?.byteString,
            let secret = session.decrypt(Array(encrypted), self.changes.cryptography), secret.count == 32
        else { throw .outcome(.failed(expected: "32 encrypted bytes for hmac-secret", found: "none")) }
        return secret
    }
}
