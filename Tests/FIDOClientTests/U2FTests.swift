import FIDOAuthenticator
import FIDOClient
import FIDOMessages
import ISO7816
import LibCrypto
import Testing

/// U2F calls against the chip, and the fallback from CTAP2.
struct U2FTests {
    private static let challenge = [UInt8](repeating: 0xC0, count: 32)
    private static let application = [UInt8](repeating: 0xA0, count: 32)
    private let register = U2FRegisterCall(challengeParameter: challenge, applicationParameter: application)

    private func authenticate(
        _ handle: [UInt8],
        _ control: ControlByte,
        application: [UInt8] = Self.application
    ) throws -> U2FAuthenticateCall {
        try #require(
            U2FAuthenticateCall(
                challengeParameter: Self.challenge,
                applicationParameter: application,
                keyHandle: handle,
                control: control
            )
        )
    }

    @Test(arguments: DeskToken.Route.allCases)
    func version(_ route: DeskToken.Route) throws {
        var token = try DeskToken(.u2fOnly, route)
        #expect(try token.result(of: U2FVersionCall()) == "U2F_V2")
    }

    @Test("registration and authentication", arguments: DeskToken.Route.allCases)
    func life(_ route: DeskToken.Route) throws {
        var token = try DeskToken(.u2fOnly, route)
        let registration = try token.result(of: self.register)
        #expect(registration.certificate.starts(with: [0x30, 0x82]))
        let first = try token.result(of: self.authenticate(registration.keyHandle, .enforceUserPresenceAndSign))
        let second = try token.result(of: self.authenticate(registration.keyHandle, .dontEnforceUserPresenceAndSign))
        #expect(first.userPresence == 1 && second.userPresence == 0)
        #expect(second.counter > first.counter)
        let assertion = try first.assertion(of: registration.keyHandle, rpIDHash: Self.application)
        let signed = assertion.authenticatorData.bytes + Self.challenge
        let made = try registration.credential(rpIDHash: Self.application)
        let key = try #require(made.authenticatorData.attestedCredential).publicKey
        #expect(try CTAP2CallTests.verify(first.signature, of: signed, key))
    }

    @Test("check-only tells own handles from others")
    func checkOnly() throws {
        var token = try DeskToken(.u2fOnly)
        let handle = try token.result(of: self.register).keyHandle
        token.touches = false
        #expect(throws: U2FFault.userMissing) { try token.result(of: self.authenticate(handle, .checkOnly)) }
        var flipped = handle
        flipped[5] ^= 1
        #expect(throws: U2FFault.refused(.wrongData)) { try token.result(of: self.authenticate(flipped, .checkOnly)) }
        #expect(throws: U2FFault.refused(.wrongData)) {
            try token.result(of: self.authenticate(handle, .checkOnly, application: Self.challenge))
        }
    }

    @Test("a handle that one byte cannot count has no call")
    func longHandle() {
        let call = U2FAuthenticateCall(
            challengeParameter: Self.challenge,
            applicationParameter: Self.application,
            keyHandle: [UInt8](repeating: 0, count: 256),
            control: .checkOnly
        )
        #expect(call == nil)
    }

    @Test("no cut registration makes it crash")
    func cutRegistrations() throws {
        var token = try DeskToken(.u2fOnly)
        token.touch()
        let whole = try token.respond(to: self.register.command).data
        _ = try self.register.result(of: whole)
        for end in 0..<whole.count {
            _ = try? self.register.result(of: Array(whole[..<end]))
        }
        for index in whole.indices {
            for value: UInt8 in [0x00, 0x80, 0x84, 0xFF] {
                var changed = whole
                changed[index] = value
                _ = try? self.register.result(of: changed)
            }
        }
        #expect(throws: U2FFault.malformed) { try self.register.result(of: Array(whole[..<200])) }
    }

    // MARK: CredentialCreation

    private func create(
        _ call: MakeCredentialCall,
        pin: String? = nil,
        isU2F: Bool = false,
        _ token: inout DeskToken
    ) throws -> MadeCredential {
        let info = isU2F ? nil : try token.result(of: GetInfoCall())
        let bytes = pin.map { Array($0.utf8) }
        var creation = CredentialCreation(call, info: info, pin: bytes?.span, token.cryptography)
        var step = creation.opening
        for _ in 0..<20 {
            switch step {
            case .sendCTAP2(let message):
                step = creation.responseReceived(try token.exchange(message), &token.cryptography)
            case .sendU2F(let command):
                step = creation.responseReceived(try token.respond(to: command))
            case .awaitUser(let command):
                token.touch()
                step = creation.responseReceived(try token.respond(to: command))
            case .made(let credential): return credential
            case .failed(let failure): throw failure
            }
        }
        throw DeskToken.Missing.response
    }

    private func call() -> MakeCredentialCall {
        MakeCredentialCall(
            clientDataHash: CTAP2CallTests.hash,
            rpID: CTAP2CallTests.rpID,
            user: CTAP2CallTests.user
        )
    }

    @Test("a token without CTAP2 makes a fido-u2f credential, and an excluded one is refused after a touch")
    func fallback() throws {
        var token = try DeskToken(.u2fOnly)
        let made = try self.create(self.call(), isU2F: true, &token)
        #expect(made.format == "fido-u2f")
        let credential = try #require(made.authenticatorData.attestedCredential)
        #expect(credential.aaguid == [UInt8](repeating: 0, count: 16))
        var again = self.call()
        again.excludeList = [[9, 9, 9], [UInt8](repeating: 1, count: 300), credential.id]
        #expect(throws: CredentialCreation.Failure.ctap2(.refused(.credentialExcluded))) {
            try self.create(again, isU2F: true, &token)
        }
        again.excludeList = [[9, 9, 9]]
        #expect(try self.create(again, isU2F: true, &token).format == "fido-u2f")
    }

    @Test("what U2F does not have is not asked of it")
    func notForU2F() throws {
        var token = try DeskToken(.u2fOnly)
        var verified = self.call()
        verified.options.userVerification = true
        var discoverable = self.call()
        discoverable.options.discoverable = true
        var edDSA = self.call()
        edDSA.algorithms = [.edDSA]
        for call in [verified, discoverable, edDSA] {
            #expect(throws: CredentialCreation.Failure.notForU2F) { try self.create(call, isU2F: true, &token) }
        }
    }

    @Test("CTAP2 with and without a PIN")
    func ctap2() throws {
        for profile in [AuthenticatorProfile.full, .mitidChip] {
            var token = try DeskToken(profile)
            let made = try self.create(self.call(), &token)
            #expect(made.format == "packed" && !made.authenticatorData.isUserVerified)
            #expect(throws: CredentialCreation.Failure.ctap2(.refused(.pinNotSet))) {
                try self.create(self.call(), pin: "1234", &token)
            }
            let info = try token.result(of: GetInfoCall())
            let pinProtocol = try #require(info.preferredPINProtocol)
            let key = try #require(try token.result(of: ClientPINCall.keyAgreement(pinProtocol)).keyAgreement)
            let session = PINSession(pinProtocol, authenticatorKey: key, &token.cryptography)
            let pin = Array("1234".utf8)
            let setPIN = try #require(session).setPIN(pin.span, &token.cryptography)
            _ = try token.result(of: try #require(setPIN))
            #expect(try self.create(self.call(), pin: "1234", &token).authenticatorData.isUserVerified)
        }
    }
}
