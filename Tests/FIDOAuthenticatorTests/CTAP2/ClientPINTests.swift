import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages
import Testing

/// authenticatorClientPIN; CTAP 2.1, section 6.5.5.
struct ClientPINTests {
    @Test(arguments: [Int64(1), 2]) func aPINIsSetAndItsTokenVerifiesTheUser(_ number: Int64) throws {
        var platform = try Platform()
        #expect(try platform.tryPIN("1234", number) == .pinNotSet)
        try platform.setPIN("1234", number)
        let token = try platform.token("1234", PINSession.makeCredential, rpID: Platform.rpID, number)
        let registration = try platform.register(token.authorize(.makeCredential(isDiscoverable: true)))
        #expect(registration.data.isUserVerified)
        let another = try platform.token("1234", PINSession.getAssertion, rpID: Platform.rpID, number)
        let assertion = try platform.authenticate(another.authorize(.getAssertion()))
        #expect(assertion.data.flags == 0x05)
        #expect(try assertion.isOf(registration))
    }

    @Test func aPINIsSetOnce() throws {
        var platform = try Platform()
        try platform.setPIN("1234")
        let session = try PINSession(2, with: &platform)
        #expect(platform.status(try session.setPIN("5678").message) == .pinAuthInvalid)
        #expect(try platform.tryPIN("1234") == .success)
    }

    @Test(arguments: [
        ("123", CTAP2StatusCode.pinPolicyViolation), ("", .pinPolicyViolation), ("æøå", .pinPolicyViolation),
        ("æøåæ", .success), ("123\u{0}5", .pinPolicyViolation), ("1234", .success),
        (String(repeating: "x", count: 63), .success), (String(repeating: "x", count: 64), .pinPolicyViolation),
        (String(repeating: "x", count: 80), .invalidParameter),
    ])
    func aNewPINHasFourCodePointsAndAtMost63Bytes(_ pin: String, _ status: CTAP2StatusCode) throws {
        var platform = try Platform()
        let session = try PINSession(2, with: &platform)
        #expect(platform.status(try session.setPIN(pin).message) == status)
    }

    @Test func aPINIsChangedByWhoKnowsTheOldOne() throws {
        var platform = try Platform()
        try platform.setPIN("1234")
        var session = try PINSession(1, with: &platform)
        #expect(platform.status(try session.changePIN("4321", to: "5678").message) == .pinInvalid)
        #expect(try platform.pinRetries() == 7)
        // A wrong PIN has the authenticator take another key.
        #expect(platform.status(try session.changePIN("1234", to: "5678").message) == .pinAuthInvalid)
        session = try PINSession(1, with: &platform)
        #expect(platform.status(try session.changePIN("1234", to: "5678").message) == .success)
        #expect(try platform.tryPIN("1234") == .pinInvalid)
        #expect(try platform.tryPIN("5678") == .success)
        #expect(try platform.pinRetries() == 8)
    }

    @Test func aTryIsStoredAsSpentBeforeThePINIsCompared() throws {
        var platform = try Platform()
        try platform.setPIN("1234")
        for left: UInt8 in [7, 6, 5] {
            let session = try PINSession(2, with: &platform)
            #expect(platform.begin(try session.getToken("1234").message) == .commit)
            // Whoever cuts the power here has lost the try, though the PIN was right.
            #expect(platform.authenticator.state.pinRetries == left)
            platform.store()
            try platform.losePower()
        }
        #expect(try platform.tryPIN("1234") == .success)
        #expect(try platform.pinRetries() == 8)
    }

    @Test func threeWrongPINsInARowBlockItUntilPowerIsOffAndEightForGood() throws {
        var platform = try Platform()
        try platform.setPIN("1234")
        let wrong: [CTAP2StatusCode] = [.pinInvalid, .pinInvalid, .pinAuthBlocked]
        for round in 0..<3 {
            for (index, status) in wrong.enumerated() where round < 2 || index < 2 {
                let isLast = round == 2 && index == 1
                #expect(try platform.tryPIN("0000") == (isLast ? .pinBlocked : status))
                #expect(try platform.pinRetries() == UInt64(7 - 3 * round - index))
            }
            if round < 2 {
                #expect(try platform.tryPIN("1234") == .pinAuthBlocked)
                try platform.losePower()
            }
        }
        try platform.losePower()
        #expect(try platform.tryPIN("1234") == .pinBlocked)
        #expect(platform.status(Request.reset.message) == .success)
        #expect(try platform.tryPIN("1234") == .pinNotSet)
        #expect(try platform.pinRetries() == 8)
    }

    @Test func aTokenSpeaksForOneCredentialOfOneRelyingParty() throws {
        var platform = try Platform()
        try platform.setPIN("1234")
        let registration = try platform.register()
        let permissions = PINSession.getAssertion | PINSession.makeCredential
        let token = try platform.token("1234", permissions, rpID: Platform.rpID)
        let elsewhere = token.authorize(.getAssertion(rpID: "other.example", allowing: [registration.id]))
        #expect(platform.status(elsewhere.message) == .pinAuthInvalid)
        var silent = token.authorize(.getAssertion(allowing: [registration.id]))
        silent.setOption("up", false)
        for _ in 0..<2 {
            // Without a touch nothing is used up.
            #expect(try platform.authenticate(silent).data.flags == 0x04)
        }
        let request = token.authorize(.getAssertion(allowing: [registration.id]))
        #expect(try platform.authenticate(request).data.flags == 0x05)
        #expect(platform.status(request.message) == .pinAuthInvalid)
        #expect(platform.status(token.authorize(.makeCredential()).message) == .pinAuthInvalid)
    }

    @Test func aTokenPermitsWhatItWasAskedFor() throws {
        var platform = try Platform()
        try platform.setPIN("1234")
        let management = try platform.token("1234", PINSession.credentialManagement)
        #expect(platform.status(management.authorize(.makeCredential()).message) == .pinAuthInvalid)
        let making = try platform.token("1234", PINSession.makeCredential, rpID: Platform.rpID)
        #expect(platform.status(making.manage(1).message) == .pinAuthInvalid)
        // The first token ended with the second.
        #expect(platform.status(management.manage(1).message) == .pinAuthInvalid)
        let session = try PINSession(2, with: &platform)
        for (permissions, rpID, status) in [
            (Int64(0), nil as String?, CTAP2StatusCode.invalidParameter), (0x08, nil, .unauthorizedPermission),
            (0x01, nil, .missingParameter), (0x02, nil, .missingParameter), (0x44, nil, .success),
        ] {
            let request = try session.getToken("1234", permissions: permissions, rpID: rpID)
            #expect(platform.status(request.message) == status, "\(permissions)")
        }
        var old = try session.getToken("1234")
        old[9] = .number(1)
        #expect(platform.status(old.message) == .invalidParameter)
    }

    @Test func aTokenOfTheOldSubcommandIsBoundByItsFirstUse() throws {
        var platform = try Platform()
        try platform.setPIN("1234")
        let registration = try platform.register()
        let token = try platform.token("1234")
        var silent = token.authorize(.getAssertion(allowing: [registration.id]))
        silent.setOption("up", false)
        #expect(platform.status(silent.message) == .success)
        let elsewhere = token.authorize(.makeCredential(rpID: "other.example"))
        #expect(platform.status(elsewhere.message) == .pinAuthInvalid)
    }

    @Test func aTokenWaitsThirtySecondsAndLivesTenMinutes() throws {
        var platform = try Platform()
        try platform.setPIN("1234")
        let late = try platform.token("1234", PINSession.credentialManagement)
        platform.pass(milliseconds: 30_000)
        #expect(platform.status(late.manage(1).message) == .pinAuthInvalid)
        let used = try platform.token("1234", PINSession.credentialManagement)
        platform.pass(milliseconds: 29_999)
        #expect(platform.status(used.manage(1).message) == .success)
        platform.pass(milliseconds: 570_000)
        #expect(platform.status(used.manage(1).message) == .success)
        platform.pass(milliseconds: 1)
        #expect(platform.status(used.manage(1).message) == .pinAuthInvalid)
        // Over NFC it waits for a shorter time.
        try platform.losePower(over: .nfc)
        let laid = try platform.token("1234", PINSession.credentialManagement)
        platform.pass(milliseconds: 19_800)
        #expect(platform.status(laid.manage(1).message) == .pinAuthInvalid)
    }

    @Test func aTokenOfCTAP20IsGoodUntilPowerIsLost() throws {
        var platform = try Platform(.mitidChip)
        try platform.setPIN("1234", 1)
        let token = try platform.token("1234", nil, rpID: nil, 1)
        platform.pass(milliseconds: 3_600_000)
        for rpID in ["a.example", "b.example"] {
            #expect(try platform.register(token.authorize(.makeCredential(rpID: rpID))).data.isUserVerified)
        }
        #expect(platform.status(Request.makeCredential().message) == .pinRequired)
        try platform.losePower()
        #expect(platform.status(token.authorize(.makeCredential()).message) == .pinAuthInvalid)
        #expect(try PINSession(1, with: &platform).number == 1)
    }

    @Test func whatCannotBeIsRefused() throws {
        var platform = try Platform()
        try platform.setPIN("1234")
        let session = try PINSession(2, with: &platform)
        let request = try session.getToken("1234", permissions: PINSession.credentialManagement)
        for key: Int64 in [1, 2, 3, 6, 9] {
            var incomplete = request
            incomplete[key] = nil
            #expect(platform.status(incomplete.message) == .missingParameter, "without \(key)")
        }
        for (subcommand, status) in [
            (Int64(0), CTAP2StatusCode.invalidSubcommand), (6, .invalidSubcommand), (7, .invalidSubcommand),
            (200, .invalidSubcommand),
        ] {
            var other = request
            other[2] = .number(subcommand)
            #expect(platform.status(other.message) == status)
        }
        var third = request
        third[1] = .number(3)
        #expect(platform.status(third.message) == .invalidParameter)
        var nowhere = request
        nowhere[3] = .keyAgreement([UInt8](repeating: 1, count: 64))
        #expect(platform.status(nowhere.message) == .invalidParameter)
        #expect(try platform.pinRetries() == 8)
    }

    @Test func anEmptyAuthorizationAsksWhichAuthenticatorIsMeant() throws {
        var platform = try Platform()
        for command: UInt8 in [1, 2] {
            var request = command == 1 ? Request.makeCredential() : .getAssertion()
            request[command == 1 ? 8 : 6] = .bytes([])
            #expect(platform.begin(request.message) == .awaitUserPresence)
            #expect(platform.touch() == .reply([CTAP2StatusCode.pinNotSet.rawValue]))
        }
        try platform.setPIN("1234")
        var request = Request.makeCredential()
        request[8] = .bytes([])
        #expect(platform.status(request.message) == .pinInvalid)
        request[8] = .bytes([1])
        #expect(platform.status(request.message) == .missingParameter)
    }
}
