import AuthenticatorCrypto
import FIDOAuthenticator
import LibCrypto
import Testing
import WebAuthn

/// The relying party and the chip, face to face.
@Suite("A relying party")
struct RelyingPartyTests {
    private let challenge = [UInt8](repeating: 7, count: 32)
    private let time = 1_795_348_800
    private let create = VirtualChip.clientData(type: "webauthn.create", challenge: [UInt8](repeating: 7, count: 32))
    private let get = VirtualChip.clientData(type: "webauthn.get", challenge: [UInt8](repeating: 7, count: 32))

    private func register(
        _ answer: VirtualChip.Answer,
        with party: RelyingParty = .localhost
    ) throws(WebAuthnRefusal) -> RegisteredCredential {
        try party.verifyRegistration(
            ClientData(answer.clientData),
            attestationObject: answer.attestationObject,
            credentialID: answer.credentialID,
            at: self.time
        )
    }

    private func check(
        _ answer: VirtualChip.Answer,
        _ credential: RegisteredCredential
    ) throws(WebAuthnRefusal) -> UInt32 {
        try RelyingParty.localhost.verifyAssertion(
            ClientData(answer.clientData),
            authenticatorData: answer.authenticatorData,
            signature: answer.signature,
            publicKey: credential.publicKey
        )
    }

    @Test(arguments: [AuthenticatorProfile.mitidChip, .full])
    func takesAChipOfATestBatch(profile: AuthenticatorProfile) throws {
        let root = try CertificateAuthority(name: AttestationIdentity.testRootName)
        var chip = try VirtualChip(profile: profile, attestation: .make(for: profile, under: root))
        let answer = try chip.make(self.create)
        #expect(try ClientData(answer.clientData).challenge == self.challenge)
        let party = try RelyingParty(id: "localhost", attestationRoots: [root.certificate])
        let credential = try self.register(answer, with: party)
        #expect(credential.attestation == .trusted)
        #expect(credential.aaguid == profile.aaguid)
        #expect(try self.register(answer).attestation == .unchecked)

        var counters: [UInt32] = [credential.signatureCounter]
        for _ in 0..<3 {
            counters.append(try self.check(try chip.get(self.get, answer.credentialID), credential))
        }
        #expect(zip(counters, counters.dropFirst()).allSatisfy { $0 < $1 })

        let stranger = try CertificateAuthority(name: AttestationIdentity.testRootName)
        let other = try RelyingParty(id: "localhost", attestationRoots: [stranger.certificate])
        #expect(throws: WebAuthnRefusal.untrusted) { try self.register(answer, with: other) }
    }

    @Test func takesSelfAttestationWithoutRoots() throws {
        var profile = AuthenticatorProfile.full
        profile.attestation = .selfSigned
        var chip = try VirtualChip(profile: profile)
        let answer = try chip.make(self.create)
        #expect(try self.register(answer).attestation == .itself)
        let root = try CertificateAuthority(name: AttestationIdentity.testRootName)
        let party = try RelyingParty(id: "localhost", attestationRoots: [root.certificate])
        #expect(throws: WebAuthnRefusal.untrusted) { try self.register(answer, with: party) }
    }

    @Test func refusesAnswersForOthers() throws {
        var chip = try VirtualChip()
        let foreign = try chip.make(self.create, rpID: "example.com")
        #expect(throws: WebAuthnRefusal.relyingParty) { try self.register(foreign) }
        #expect(throws: WebAuthnRefusal.ceremonyType) { try self.register(try chip.make(self.get)) }
        for (bent, refusal) in [
            (
                VirtualChip.clientData(
                    type: "webauthn.create",
                    challenge: self.challenge,
                    origin: "https://evil.example"
                ), WebAuthnRefusal.origin
            ),
            (
                VirtualChip.clientData(type: "webauthn.create", challenge: self.challenge, crossOrigin: "true"),
                .crossOrigin
            ),
            (VirtualChip.clientData(type: "webauthn.create", challenge: self.challenge, crossOrigin: "1"), .clientData),
            (Array("{}".utf8), .clientData), (Array("null".utf8), .clientData), ([], .clientData),
            ([0xFF, 0xFE], .clientData),
        ] {
            let answer = try chip.make(bent)
            #expect(throws: refusal) { try self.register(answer) }
        }
    }

    @Test func refusesWhatWasSignedForAnotherPage() throws {
        var chip = try VirtualChip()
        var answer = try chip.make(self.create)
        let credential = try self.register(answer)
        var assertion = try chip.get(self.get, answer.credentialID)
        _ = try self.check(assertion, credential)
        let another = VirtualChip.clientData(type: "webauthn.get", challenge: [UInt8](repeating: 8, count: 32))
        assertion.clientData = another
        #expect(throws: WebAuthnRefusal.signature) { try self.check(assertion, credential) }
        answer.clientData = VirtualChip.clientData(type: "webauthn.create", challenge: [])
        #expect(throws: WebAuthnRefusal.signature) { try self.register(answer) }
        answer.credentialID[0] ^= 1
        #expect(throws: WebAuthnRefusal.credentialID) { try self.register(answer) }
    }

    @Test func refusesAnInvalidSignatureOfTheChip() throws {
        var chip = try VirtualChip()
        let answer = try chip.make(self.create)
        let credential = try self.register(answer)
        chip.authenticator.faults.hasInvalidSignatures = true
        let assertion = try chip.get(self.get, answer.credentialID)
        #expect(throws: WebAuthnRefusal.signature) { try self.check(assertion, credential) }
    }

    /// Whatever one byte is changed to, the answer is refused or says the same.
    @Test func survivesEveryChangedByte() throws {
        var chip = try VirtualChip()
        let answer = try chip.make(self.create)
        let credential = try self.register(answer)
        for position in answer.attestationObject.indices {
            for bit in 0..<8 {
                var changed = answer
                changed.attestationObject[position] ^= 1 << bit
                guard let taken = try? self.register(changed) else { continue }
                #expect(taken == credential, "byte \(position), bit \(bit)")
            }
        }
        let assertion = try chip.get(self.get, answer.credentialID)
        for position in assertion.authenticatorData.indices {
            var changed = assertion
            changed.authenticatorData[position] ^= 1
            #expect(throws: WebAuthnRefusal.self) { try self.check(changed, credential) }
        }
        for position in assertion.signature.indices {
            var changed = assertion
            changed.signature[position] ^= 1
            #expect(throws: WebAuthnRefusal.self) { try self.check(changed, credential) }
        }
    }

    @Test("a byte order mark before the client data is no part of them")
    func skipsAByteOrderMark() throws {
        var chip = try VirtualChip()
        let answer = try chip.make([0xEF, 0xBB, 0xBF] + self.create)
        #expect(try ClientData(answer.clientData).challenge == self.challenge)
        _ = try self.register(answer)
    }

    @Test("the object, the key and the extensions count in any encoding", arguments: VirtualChip.Encoding.allCases)
    func takesAnyEncoding(encoding: VirtualChip.Encoding) throws {
        let root = try CertificateAuthority(name: AttestationIdentity.testRootName)
        var chip = try VirtualChip(attestation: .make(for: .mitidChip, under: root))
        let party = try RelyingParty(id: "localhost", attestationRoots: [root.certificate])
        let answer = try chip.make(self.create)
        var rewritten = answer
        rewritten.attestationObject = try encoding.rewritten(answer.attestationObject)
        #expect(rewritten.attestationObject != answer.attestationObject)
        #expect(try self.register(rewritten, with: party) == self.register(answer, with: party))
    }

    @Test("a key and extension outputs that are not canonical count", arguments: VirtualChip.Encoding.allCases)
    func takesAnyEncodingOfWhatIsSigned(encoding: VirtualChip.Encoding) throws {
        let answer = try SelfAttestedAnswer(self.create, encoding: encoding)
        let credential = try RelyingParty.localhost.verifyRegistration(
            ClientData(answer.clientData),
            attestationObject: answer.attestationObject,
            credentialID: answer.credentialID,
            at: self.time
        )
        #expect(credential.publicKey.uncompressed == answer.publicKey)
        #expect(credential.attestation == .itself)
    }

    @Test func survivesEveryTruncation() throws {
        var chip = try VirtualChip()
        let answer = try chip.make(self.create)
        for count in answer.attestationObject.indices {
            var short = answer
            short.attestationObject = Array(answer.attestationObject.prefix(count))
            #expect(throws: WebAuthnRefusal.self) { try self.register(short) }
        }
        var long = answer
        long.attestationObject.append(0)
        #expect(throws: WebAuthnRefusal.malformed) { try self.register(long) }
    }
}
