import CanonicalCBOR
import FIDOAuthenticator
import Testing

/// authenticatorConfig; CTAP 2.1, section 6.11.
struct ConfigTests {
    private static func options(_ platform: inout Platform) throws -> CBORMap {
        try #require(try platform.answer(Request.getInfo.message)[4]?.map)
    }

    @Test func usersAreAlwaysVerifiedOnceThatIsAskedFor() throws {
        var platform = try Platform()
        let registration = try platform.register()
        var toggle = Request(0x0d)
        toggle[1] = .number(2)
        #expect(platform.begin(toggle.message) == .commit)
        #expect(platform.settle(.commit) == [0])
        #expect(try Self.options(&platform)["alwaysUv"]?.boolean == true)
        #expect(try Self.options(&platform)["makeCredUvNotRqd"]?.boolean == false)
        #expect(!platform.authenticator.acceptsU2F)
        #expect(platform.status(Request.makeCredential().message) == .pinRequired)
        #expect(platform.status(Request.getAssertion(allowing: [registration.id]).message) == .pinRequired)
        var silent = Request.getAssertion(allowing: [registration.id])
        silent.setOption("up", false)
        #expect(platform.status(silent.message) == .success)
        try platform.setPIN("1234")
        #expect(platform.status(toggle.message) == .pinRequired)
        let token = try platform.token("1234", PINSession.configuration)
        #expect(platform.status(token.configure(2).message) == .success)
        #expect(platform.status(Request.makeCredential().message) == .success)
    }

    @Test func aMinimumPINLengthGrowsAndIsToldToWhoMayKnow() throws {
        var platform = try Platform()
        try platform.setPIN("1234")
        let token = try platform.token("1234", PINSession.configuration)
        let parameters: Parameter = .map { parameters in
            parameters.add(1) { $0.integer(6) }
            parameters.add(2) { $0.item(encoded: Parameter.texts([Platform.rpID]).encoded[...]) }
        }
        #expect(platform.status(token.configure(3, parameters).message) == .success)
        let info = try platform.answer(Request.getInfo.message)
        #expect(info[12]?.boolean == true)
        #expect(info[13]?.unsignedInteger == 6)
        // The PIN is too short now: it is good for its own change and nothing else.
        #expect(try platform.tryPIN("1234") == .pinInvalid)
        var session = try PINSession(2, with: &platform)
        let permitted = try session.getToken("1234", permissions: PINSession.configuration)
        #expect(platform.status(permitted.message) == .pinPolicyViolation)
        #expect(try platform.pinRetries() == 8)
        #expect(platform.status(try session.changePIN("1234", to: "12345").message) == .pinPolicyViolation)
        session = try PINSession(2, with: &platform)
        #expect(platform.status(try session.changePIN("1234", to: "123456").message) == .success)
        for (rpID, length) in [(Platform.rpID, UInt64(6)), ("other.example", nil)] {
            var request = Request.makeCredential(rpID: rpID)
            request.setExtensions { $0.add("minPinLength") { $0.boolean(true) } }
            #expect(try platform.register(request).data.extensions?["minPinLength"]?.unsignedInteger == length)
        }
        let shorter = try platform.token("123456", PINSession.configuration)
        let five: Parameter = .map { $0.add(1) { $0.integer(5) } }
        #expect(platform.status(shorter.configure(3, five).message) == .pinPolicyViolation)
    }

    @Test func aChangeOfThePINCanBeForced() throws {
        var platform = try Platform()
        let force: Parameter = .map { $0.add(3) { $0.boolean(true) } }
        var request = Request(0x0d)
        request[1] = .number(3)
        request[2] = force
        #expect(platform.status(request.message) == .pinNotSet)
        try platform.setPIN("1234")
        let token = try platform.token("1234", PINSession.configuration)
        #expect(platform.status(token.configure(3, force).message) == .success)
        let session = try PINSession(2, with: &platform)
        #expect(platform.status(try session.changePIN("1234", to: "1234").message) == .pinPolicyViolation)
        #expect(platform.status(try session.changePIN("1234", to: "4321").message) == .success)
        #expect(try platform.tryPIN("4321") == .success)
    }

    @Test func moreRelyingPartiesThanThereIsRoomForAreRefused() throws {
        var platform = try Platform()
        var request = Request(0x0d)
        request[1] = .number(3)
        let many = (0...AuthenticatorProfile.full.minimumPINLengthRPIDCapacity).map { "\($0).example" }
        request[2] = .map { $0.add(2) { $0.item(encoded: Parameter.texts(many).encoded[...]) } }
        #expect(platform.status(request.message) == .keyStoreFull)
    }

    @Test func whatItDoesNotKnowIsRefused() throws {
        var platform = try Platform()
        var request = Request(0x0d)
        request[2] = .map { _ in }
        #expect(platform.status(request.message) == .missingParameter)
        request[1] = .number(9)
        #expect(platform.status(request.message) == .invalidParameter)
        var chip = try Platform(.mitidChip)
        #expect(chip.status(request.message) == .invalidCommand)
    }
}
