import AuthenticatorCrypto
import CanonicalCBOR
import FIDOAuthenticator
import FIDOClient
import FIDOMessages
import LibCrypto
import Testing

/// Both PIN protocols against the chip, and what a token is good for.
struct PINTests {
    private func session(_ pinProtocol: PINProtocol, _ token: inout DeskToken) throws -> PINSession {
        let key = try #require(try token.result(of: ClientPINCall.keyAgreement(pinProtocol)).keyAgreement)
        let session = PINSession(pinProtocol, authenticatorKey: key, &token.cryptography)
        return try #require(session)
    }

    private func setPIN(_ pin: String, _ pinProtocol: PINProtocol, _ token: inout DeskToken) throws {
        let session = try self.session(pinProtocol, &token)
        let bytes = Array(pin.utf8)
        let call = session.setPIN(bytes.span, &token.cryptography)
        _ = try token.result(of: try #require(call))
    }

    private func acquire(
        _ pin: String,
        _ pinProtocol: PINProtocol,
        _ permissions: PINPermissions?,
        rpID: String? = nil,
        _ token: inout DeskToken
    ) throws -> PINUVAuthToken {
        let bytes = Array(pin.utf8)
        var acquisition = PINTokenAcquisition(
            pin: bytes.span,
            pinProtocol,
            permissions: permissions,
            rpID: rpID,
            token.cryptography
        )
        var message = acquisition.opening
        while true {
            switch acquisition.responseReceived(try token.exchange(message), &token.cryptography) {
            case .send(let next): message = next
            case .acquired(let token): return token
            case .failed(let fault): throw fault
            case .cryptographyFailed: throw DeskToken.Missing.response
            }
        }
    }

    @Test("set, use, change, and the old PIN fails", arguments: [PINProtocol.one, .two], DeskToken.Route.allCases)
    func lifeOfAPIN(_ pinProtocol: PINProtocol, _ route: DeskToken.Route) throws {
        var token = try DeskToken(.full, route)
        try self.setPIN("1234", pinProtocol, &token)
        #expect(try token.result(of: GetInfoCall()).option("clientPin") == true)
        #expect(try token.result(of: ClientPINCall.pinRetries()).pinRetries == 8)

        let auth = try self.acquire("1234", pinProtocol, .makeCredential, rpID: CTAP2CallTests.rpID, &token)
        var call = MakeCredentialCall(
            clientDataHash: CTAP2CallTests.hash,
            rpID: CTAP2CallTests.rpID,
            user: CTAP2CallTests.user
        )
        call.authorize(by: auth, token.cryptography)
        #expect(try token.result(of: call).authenticatorData.isUserVerified)
        var forged = call
        forged.authorization?.parameter[0] ^= 1
        #expect(throws: CallFault.refused(.pinAuthInvalid)) { try token.result(of: forged) }

        let session = try self.session(pinProtocol, &token)
        let (old, new) = (Array("1234".utf8), Array("æøå5".utf8))
        let change = session.changePIN(old.span, to: new.span, &token.cryptography)
        _ = try token.result(of: try #require(change))
        #expect(throws: CallFault.refused(.pinInvalid)) {
            try self.acquire("1234", pinProtocol, .getAssertion, rpID: CTAP2CallTests.rpID, &token)
        }
        #expect(try token.result(of: ClientPINCall.pinRetries()).pinRetries == 7)
        _ = try self.acquire("æøå5", pinProtocol, .getAssertion, rpID: CTAP2CallTests.rpID, &token)
        #expect(try token.result(of: ClientPINCall.pinRetries()).pinRetries == 8)
    }

    @Test("a CTAP 2.0 token has getPinToken")
    func withoutPermissions() throws {
        var token = try DeskToken(.mitidChip)
        let info = try token.result(of: GetInfoCall())
        #expect(!info.hasPermissions)
        try self.setPIN("123456", .one, &token)
        let auth = try self.acquire("123456", .one, nil, &token)
        var call = GetAssertionCall(rpID: CTAP2CallTests.rpID, clientDataHash: CTAP2CallTests.hash)
        call.authorize(by: auth, token.cryptography)
        #expect(throws: CallFault.refused(.noCredentials)) { try token.result(of: call) }
    }

    @Test("PINs that break the policy are the token's to refuse")
    func policy() throws {
        var token = try DeskToken()
        for pin in ["123", String(repeating: "1", count: 64)] {
            #expect(throws: CallFault.refused(.pinPolicyViolation)) { try self.setPIN(pin, .two, &token) }
        }
        let session = try self.session(.two, &token)
        let tooLong = [UInt8](repeating: 0x31, count: 65)
        #expect(session.setPIN(tooLong.span, &token.cryptography) == nil)
    }

    @Test("a key that is no point of the curve makes no session")
    func noPoint() throws {
        var token = try DeskToken()
        let key = [UInt8](repeating: 1, count: 64)
        #expect(PINSession(.two, authenticatorKey: key, &token.cryptography) == nil)
    }

    @Test("credentials are listed, renamed and deleted", arguments: [false, true])
    func credentialManagement(_ isPreview: Bool) throws {
        var token = try DeskToken()
        try self.setPIN("1234", .two, &token)
        let makeAuth = try self.acquire("1234", .two, .makeCredential, rpID: CTAP2CallTests.rpID, &token)
        var make = MakeCredentialCall(
            clientDataHash: CTAP2CallTests.hash,
            rpID: CTAP2CallTests.rpID,
            user: CTAP2CallTests.user
        )
        make.options.discoverable = true
        make.authorize(by: makeAuth, token.cryptography)
        let id = try #require(try token.result(of: make).authenticatorData.attestedCredential).id

        let auth = try self.acquire("1234", .two, .credentialManagement, &token)
        func manage(_ call: CredentialManagementCall) throws -> CredentialManagementResult {
            var call = call
            call.isPreview = isPreview
            call.authorize(by: auth, token.cryptography)
            return try token.result(of: call)
        }
        #expect(try manage(.metadata).existingCount == 1)
        let relyingParty = try manage(.firstRelyingParty)
        #expect(relyingParty.rpID == CTAP2CallTests.rpID)
        #expect(relyingParty.totalRelyingParties == 1)
        let hash = try #require(relyingParty.rpIDHash)
        let credential = try manage(.firstCredential(rpIDHash: hash))
        #expect(credential.credentialID == id)
        #expect(credential.user?.id == CTAP2CallTests.user.id)
        #expect(credential.totalCredentials == 1)
        if !isPreview {
            _ = try manage(.update(credentialID: id, to: UserEntity(id: [1, 2, 3], name: Array("new".utf8))))
            #expect(try manage(.firstCredential(rpIDHash: hash)).user?.name == Array("new".utf8))
        }
        _ = try manage(.delete(credentialID: id))
        #expect(try manage(.metadata).existingCount == 0)
    }

    @Test("config and large blobs are authorized by a token")
    func configAndLargeBlobs() throws {
        var token = try DeskToken()
        try self.setPIN("1234", .two, &token)
        let auth = try self.acquire("1234", .two, [.largeBlobWrite, .authenticatorConfiguration], &token)
        var array: [UInt8] = [0x80]
        array += token.cryptography.sha256(array.span).prefix(16)
        var write = LargeBlobsCall.write(array, at: 0, of: UInt64(array.count))
        write.authorize(by: auth, token.cryptography)
        #expect(try token.result(of: write) == nil)
        #expect(try token.result(of: LargeBlobsCall.read(900, at: 0)) == array)
        var config = ConfigCall.setMinimumPINLength(6, rpIDs: ["a.example"])
        config.authorize(by: auth, token.cryptography)
        try token.result(of: config)
        #expect(try token.result(of: GetInfoCall()).minimumPINLength == 6)
    }

    @Test("hmac-secret: one salt always gives one output", arguments: [PINProtocol.one, .two])
    func hmacSecret(_ pinProtocol: PINProtocol) throws {
        var token = try DeskToken()
        var make = MakeCredentialCall(
            clientDataHash: CTAP2CallTests.hash,
            rpID: CTAP2CallTests.rpID,
            user: CTAP2CallTests.user
        )
        make.extensions = [0xA1, 0x6B] + Array("hmac-secret".utf8) + [0xF5]
        let id = try #require(try token.result(of: make).authenticatorData.attestedCredential).id
        let session = try self.session(pinProtocol, &token)
        func output(_ salt: UInt8) throws -> [UInt8] {
            let salts = [UInt8](repeating: salt, count: 32)
            let input = session.hmacSecretInput(salts: salts, &token.cryptography)
            var call = GetAssertionCall(rpID: CTAP2CallTests.rpID, clientDataHash: CTAP2CallTests.hash, allowList: [id])
            call.extensions = [0xA1, 0x6B] + Array("hmac-secret".utf8) + (try #require(input))
            let extensions = try #require(try token.result(of: call).authenticatorData.extensions)
            let output = try #require(try CBORItem(parsing: extensions).map?["hmac-secret"]?.byteString)
            return try #require(session.decrypt([UInt8](output), token.cryptography))
        }
        let first = try output(1)
        #expect(first.count == 32)
        #expect(try output(1) == first)
        #expect(try output(2) != first)
    }
}
