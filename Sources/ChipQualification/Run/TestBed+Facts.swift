import CanonicalCBOR
import FIDOClient
import FIDOMessages
import Foundation
import ISO7816
import LibCrypto
import TokenQuality
import WebAuthn

extension TestBed {
    /// The response to getInfo; `nil` for a token without CTAP2.
    func info() async throws(CheckEnd) -> AuthenticatorInfo? {
        switch self.information {
        case .known(let info): return info
        case .missing(let check): throw .outcome(.skipped(reason: "no readable response to getInfo, see \(check)"))
        case .unknown: break
        }
        self.information = .missing(check: self.current)
        let reply = try await self.reply(GetInfoCall().message)
        guard case .message(let bytes) = reply else {
            self.information = .known(nil)
            return nil
        }
        let info: AuthenticatorInfo
        do throws(CallFault) {
            info = try GetInfoCall().answer(parsing: bytes)
        } catch {
            throw .outcome(.failed(expected: "status 00 and a map", found: words(error), severity: .major))
        }
        self.information = .known(info)
        self.informationBytes = bytes
        return info
    }

    /// The response to getInfo of a token with CTAP2; other tokens end the check.
    func ctap2Info() async throws(CheckEnd) -> AuthenticatorInfo {
        guard let info = try await self.info() else {
            throw .outcome(.skipped(reason: "the token has no CTAP2"))
        }
        return info
    }

    /// Ends the check for a token without U2F.
    func requireU2F() async throws(CheckEnd) {
        guard let info = try await self.info() else { return }
        guard info.supports(version: "U2F_V2") else {
            throw .outcome(.skipped(reason: "the token has no U2F"))
        }
    }

    /// Client data as a browser makes them.
    func clientData(_ type: String) throws(CheckEnd) -> ClientData {
        let challenge = Base64URL.encode(self.randomBytes(32))
        let origin = "https://\(Self.rpID)"
        let json = #"{"type":"\#(type)","challenge":"\#(challenge)","origin":"\#(origin)","crossOrigin":false}"#
        guard let data = try? ClientData(Array(json.utf8)) else {
            throw .outcome(.inconclusive(reason: "the client data cannot be made"))
        }
        return data
    }

    func sha256(_ bytes: [UInt8]) throws(CheckEnd) -> [UInt8] {
        guard let digest = try? HashFunction.sha256.digest(of: bytes.span) else {
            throw .outcome(.inconclusive(reason: "libcrypto has no memory"))
        }
        return digest
    }

    /// A request for a credential of a new user.
    func makeCredentialCall(_ clientData: ClientData) -> MakeCredentialCall {
        MakeCredentialCall(
            clientDataHash: clientData.hash,
            rpID: Self.rpID,
            user: UserEntity(id: self.randomBytes(16), name: Array("qualify".utf8))
        )
    }

    /// A new credential by CTAP2, with a touch.
    func make(
        _ change: (inout MakeCredentialCall) -> Void = { _ in }
    ) async throws(CheckEnd) -> Credential {
        let clientData = try self.clientData("webauthn.create")
        var call = self.makeCredentialCall(clientData)
        change(&call)
        let made = try await self.result(of: call, touch: true)
        return try self.credential(made, clientData)
    }

    /// A credential with its key, which has to be a point of the curve.
    func credential(_ made: MadeCredential, _ clientData: ClientData) throws(CheckEnd) -> Credential {
        guard let attested = made.authenticatorData.attestedCredential else {
            throw .outcome(.failed(expected: "attested credential data", found: "none in the authenticator data"))
        }
        guard !attested.id.isEmpty else {
            throw .outcome(.failed(expected: "a credential ID", found: "an ID of 0 bytes"))
        }
        guard let publicKey = P256PublicKey(cose: attested.publicKey) else {
            throw .outcome(
                .failed(
                    expected: "a COSE key of P-256 with its five members, and a point of the curve",
                    found: hexadecimal(attested.publicKey)
                )
            )
        }
        self.marks.add(.credentialID, attested.id)
        self.marks.add(.publicKey, attested.publicKey)
        return Credential(id: attested.id, publicKey: publicKey, made: made, clientData: clientData)
    }

    /// The credential that CTAP2's checks share.
    func sharedCredential() async throws(CheckEnd) -> Credential {
        switch self.credential {
        case .known(let credential): return credential
        case .missing(let check): throw .outcome(.skipped(reason: "no credential, see \(check)"))
        case .unknown: break
        }
        _ = try await self.ctap2Info()
        self.credential = .missing(check: self.current)
        let credential = try await self.make()
        self.credential = .known(credential)
        self.marks.add(handle: TokenMarks.Handle(id: credential.id))
        return credential
    }

    /// The credential that U2F's checks share.
    func sharedU2FCredential() async throws(CheckEnd) -> Credential {
        switch self.u2fCredential {
        case .known(let credential): return credential
        case .missing(let check): throw .outcome(.skipped(reason: "no key handle, see \(check)"))
        case .unknown: break
        }
        try await self.requireU2F()
        self.u2fCredential = .missing(check: self.current)
        let clientData = try self.clientData("webauthn.create")
        let application = try self.sha256(Array(Self.rpID.utf8))
        let call = U2FRegisterCall(challengeParameter: clientData.hash, applicationParameter: application)
        let response = try await self.touchedU2F(call.command)
        let made: MadeCredential
        do {
            made = try call.answer(parsing: response).credential(rpIDHash: application)
        } catch {
            throw .outcome(
                .failed(
                    expected: "status word 9000 and registration data of the standard",
                    found: "status word \(hexadecimal(response.statusWord.bytes)) and \(response.data.count) bytes"
                )
            )
        }
        let credential = try self.credential(made, clientData)
        self.u2fCredential = .known(credential)
        self.marks.add(handle: TokenMarks.Handle(id: credential.id, isU2F: true))
        return credential
    }

    /// Whether an assertion is signed by its credential's key.
    func isSigned(_ assertion: GivenAssertion, by key: P256PublicKey, clientDataHash: [UInt8]) throws(CheckEnd) -> Bool
    {
        let digest = try self.sha256(assertion.authenticatorData.bytes + clientDataHash)
        return (try? key.isValid(encodedSignature: assertion.signature.span, for: digest.span)) ?? false
    }

    /// An assertion without a touch, by CTAP2 or U2F, and its time in microseconds.
    func silentAssertion() async throws(CheckEnd) -> (assertion: GivenAssertion, microseconds: UInt64) {
        let hash = self.randomBytes(32)
        if try await self.info() != nil {
            let credential = try await self.sharedCredential()
            var call = GetAssertionCall(rpID: Self.rpID, clientDataHash: hash, allowList: [credential.id])
            call.options.userPresence = false
            let assertion = try await self.result(of: call, touch: false)
            return (assertion, self.exchanges.last?.microseconds ?? 0)
        }
        let credential = try await self.sharedU2FCredential()
        let application = try self.sha256(Array(Self.rpID.utf8))
        guard
            let call = U2FAuthenticateCall(
                challengeParameter: hash,
                applicationParameter: application,
                keyHandle: credential.id,
                control: .dontEnforceUserPresenceAndSign
            )
        else { throw .outcome(.skipped(reason: "the key handle is too long for U2F")) }
        let response = try await self.u2f(call.command)
        guard response.statusWord == .success else {
            throw .outcome(.skipped(reason: "the token signs nothing without a touch"))
        }
        do {
            let assertion = try call.answer(parsing: response).assertion(of: credential.id, rpIDHash: application)
            self.mark(assertion, of: credential.id)
            return (assertion, self.exchanges.last?.microseconds ?? 0)
        } catch {
            throw .outcome(.failed(expected: "authentication data of the standard", found: hexadecimal(response.data)))
        }
    }

    /// Whether the token still responds as it did.
    func isAlive() async throws(CheckEnd) -> Bool {
        if try await self.info() != nil {
            return try await self.reply(GetInfoCall().message).status == .success
        }
        return try await self.u2f(U2FVersionCall().command).statusWord == .success
    }
}

extension P256PublicKey {
    /// A COSE key of ES256 with exactly its five members; `nil` for any other bytes.
    init?(cose bytes: [UInt8]) {
        guard
            let map = (try? CBORItem(parsing: bytes))?.map, map.count == 5,
            map[1]?.integer == 2, map[3]?.integer == COSEAlgorithm.es256.rawValue, map[-1]?.integer == 1,
            let x = map[-2]?.byteString, let y = map[-3]?.byteString
        else { return nil }
        self.init(x: Array(x).span, y: Array(y).span)
    }
}
