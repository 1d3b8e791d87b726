import CTAPHID
import CanonicalCBOR
import FIDOAuthenticator
import FIDOClient
import FIDOMessages
import LibCrypto
import Testing

/// Every CTAP2 call against the chip, over USB and as a card with short and extended APDUs.
struct CTAP2CallTests {
    static let rpID = "mitid.example"
    static let hash = [UInt8](repeating: 0xCD, count: 32)
    static let user = UserEntity(id: [1, 2, 3], name: Array("name".utf8), displayName: Array("Display".utf8))

    private func make(_ user: UserEntity = Self.user, discoverable: Bool? = nil) -> MakeCredentialCall {
        var call = MakeCredentialCall(clientDataHash: Self.hash, rpID: Self.rpID, user: user)
        call.options.discoverable = discoverable
        return call
    }

    @Test(arguments: DeskToken.Route.allCases)
    func getInfo(_ route: DeskToken.Route) throws {
        var token = try DeskToken(.full, route)
        let info = try token.result(of: GetInfoCall())
        #expect(info.versions == ["U2F_V2", "FIDO_2_0", "FIDO_2_1_PRE", "FIDO_2_1"])
        #expect(info.aaguid == AuthenticatorProfile.full.aaguid)
        #expect(info.pinProtocols == [2, 1])
        #expect(info.preferredPINProtocol == .two)
        #expect(info.hasPermissions)
        #expect(info.option("clientPin") == false)
        #expect(info.algorithms == [.es256, .edDSA])
        #expect(info.maximumMessageSize == 7609)
        #expect(info.remainingDiscoverableCredentials == 100)
        #expect(info.departures.isEmpty)
    }

    @Test("a credential is made, used and found by its signature", arguments: DeskToken.Route.allCases)
    func credentialAndAssertion(_ route: DeskToken.Route) throws {
        for profile in [AuthenticatorProfile.full, .mitidChip] {
            var token = try DeskToken(profile, route)
            let made = try token.result(of: self.make())
            #expect(made.format == "packed")
            let credential = try #require(made.authenticatorData.attestedCredential)
            #expect(credential.aaguid == profile.aaguid)
            #expect(made.authenticatorData.isUserPresent)
            #expect(try CBORItem(parsing: made.attestationObject).map?["fmt"]?.isText("packed") == true)
            let call = GetAssertionCall(rpID: Self.rpID, clientDataHash: Self.hash, allowList: [credential.id])
            let assertion = try token.result(of: call)
            #expect(assertion.authenticatorData.counter > made.authenticatorData.counter)
            let signed = assertion.authenticatorData.bytes + Self.hash
            #expect(try Self.verify(assertion.signature, of: signed, credential.publicKey))
            var silent = call
            silent.options.userPresence = false
            #expect(try !token.result(of: silent).authenticatorData.isUserPresent)
        }
    }

    static func verify(_ signature: [UInt8], of message: [UInt8], _ coseKey: [UInt8]) throws -> Bool {
        let map = try #require(try CBORItem(parsing: coseKey).map)
        let x = try #require(map[-2]?.byteString)
        let y = try #require(map[-3]?.byteString)
        let key = P256PublicKey(x: [UInt8](x).span, y: [UInt8](y).span)
        let digest = try HashFunction.sha256.digest(of: message.span)
        return try #require(key).isValid(encodedSignature: signature.span, for: digest.span)
    }

    @Test("three discoverable credentials come one after the other")
    func nextAssertions() throws {
        var token = try DeskToken()
        for id: UInt8 in 1...3 {
            _ = try token.result(of: self.make(UserEntity(id: [id]), discoverable: true))
        }
        let first = try token.result(of: GetAssertionCall(rpID: Self.rpID, clientDataHash: Self.hash))
        #expect(first.numberOfCredentials == 3)
        #expect(first.user?.id == [3])
        #expect(try token.result(of: GetNextAssertionCall()).user?.id == [2])
        #expect(try token.result(of: GetNextAssertionCall()).user?.id == [1])
        #expect(throws: CallFault.refused(.notAllowed)) { try token.result(of: GetNextAssertionCall()) }
    }

    @Test("refusals come as their status")
    func refusals() throws {
        var token = try DeskToken()
        var call = self.make()
        call.algorithms = [COSEAlgorithm(rawValue: -65535)]
        #expect(throws: CallFault.refused(.unsupportedAlgorithm)) { try token.result(of: call) }
        #expect(throws: CallFault.refused(.invalidCommand)) {
            try token.result(of: RawCall(CTAP2Command(rawValue: 0x3F)))
        }
        let unknown = GetAssertionCall(rpID: Self.rpID, clientDataHash: Self.hash, allowList: [[1]])
        #expect(throws: CallFault.refused(.noCredentials)) { try token.result(of: unknown) }
    }

    @Test("the exclude list is told after a touch", arguments: DeskToken.Route.allCases)
    func excludeList(_ route: DeskToken.Route) throws {
        var token = try DeskToken(.full, route)
        var call = self.make()
        call.excludeList = [try #require(try token.result(of: call).authenticatorData.attestedCredential).id]
        #expect(throws: CallFault.refused(.credentialExcluded)) { try token.result(of: call) }
    }

    @Test("a wait is cancelled, its response is 2D, and the next request is served")
    func cancellation() throws {
        var token = try DeskToken()
        token.touches = false
        #expect(
            try token.exchange(SelectionCall().message, cancelling: true) == [CTAP2StatusCode.keepaliveCancel.rawValue]
        )
        #expect(token.keepalives.contains(.userPresenceNeeded))
        #expect(try token.result(of: GetInfoCall()).departures.isEmpty)
    }

    @Test("a touch ends the wait, with keepalives before")
    func selection() throws {
        var token = try DeskToken()
        try token.result(of: SelectionCall())
        #expect(token.keepalives.contains(.userPresenceNeeded))
    }

    @Test("reset makes credentials worthless", arguments: DeskToken.Route.allCases)
    func reset(_ route: DeskToken.Route) throws {
        var token = try DeskToken(.full, route)
        let id = try #require(try token.result(of: self.make()).authenticatorData.attestedCredential).id
        try token.result(of: ResetCall())
        let call = GetAssertionCall(rpID: Self.rpID, clientDataHash: Self.hash, allowList: [id])
        #expect(throws: CallFault.refused(.noCredentials)) { try token.result(of: call) }
    }

    // MARK: Lenient reading

    @Test("getInfo of any valid encoding is read, and its departures are kept")
    func lenientInfo() throws {
        // Keys out of order, a long form of 1, an unknown member, options as text, bytes behind the map.
        let payload: [UInt8] =
            [0x00, 0xA4, 0x03, 0x50] + [UInt8](repeating: 7, count: 16)
            + [0x18, 0x01, 0x81, 0x68] + Array("FIDO_2_0".utf8) + [0x04, 0x61, 0x41, 0x18, 0x63, 0x01, 0x00]
        let info = try GetInfoCall().answer(parsing: payload)
        #expect(info.versions == ["FIDO_2_0"])
        #expect(info.aaguid == [UInt8](repeating: 7, count: 16))
        #expect(info.departures.contains(.invalidMember(4)))
        #expect(info.departures.contains(.unknownMember(0x63)))
        #expect(info.departures.contains { if case .notCanonical = $0 { true } else { false } })
        let empty = try GetInfoCall().answer(parsing: [0x00, 0xA0])
        #expect(empty.departures == [.missingMember(1), .missingMember(3)])
    }

    @Test("no cut response makes a call crash")
    func cutResponses() throws {
        var token = try DeskToken()
        let make = self.make()
        let whole = try token.exchange(make.message)
        for end in whole.indices {
            #expect(throws: CallFault.self) { try make.answer(parsing: Array(whole[..<end])) }
        }
        for index in whole.indices {
            for bit: UInt8 in [0x01, 0x80] {
                var changed = whole
                changed[index] ^= bit
                _ = try? make.answer(parsing: changed)
                _ = try? GetInfoCall().answer(parsing: changed)
                _ = try? GetNextAssertionCall().answer(parsing: changed)
            }
        }
    }
}
