import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages
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

    @Test("alwaysUv protects as a PIN does, also before one is set")
    func alwaysUvProtects() throws {
        var platform = try Platform()
        var toggle = Request(0x0d)
        toggle[1] = .number(2)
        #expect(platform.status(toggle.message) == .success)
        let empty = "80" + "76be8b528d0075f7aae98d6fa57a6d3c"
        let writing = "0ca3025" + "1" + empty + "0300" + "0411"
        for hex in [writing, "0da2010302a2010803f4", "0da10103", "0da10101"] {
            #expect(platform.status(Self.bytes(hex)) == .pinRequired, "\(hex)")
        }
        // What only reads is free, and turning it off again is: there is no token to ask with.
        #expect(platform.status(Self.bytes("0ca201110300")) == .success)
        for hex in [writing, "0da2010302a2010803f4"] {
            var bytes = Self.bytes(hex)
            // A parameter of sixteen zeros; neither is right without a PIN.
            bytes[1] += 2
            let (first, second): (UInt8, UInt8) = hex == writing ? (5, 6) : (3, 4)
            let zeros = [0x50] + [UInt8](repeating: 0, count: 16)
            bytes += hex == writing ? [first] + zeros + [second, 1] : [first, 1, second] + zeros
            #expect(platform.status(bytes) == .pinAuthInvalid, "\(hex)")
        }
        #expect(platform.status(toggle.message) == .success)
        #expect(platform.status(Self.bytes("0da2010302a2010803f4")) == .success)
    }

    @Test("alwaysUv without a PIN asks for one before it looks at a token", arguments: [0x01, 0x02] as [UInt8])
    func alwaysUvWithoutPIN(command: UInt8) throws {
        var platform = try Platform()
        let registration = try platform.register()
        var toggle = Request(0x0d)
        toggle[1] = .number(2)
        #expect(platform.status(toggle.message) == .success)
        var request: Request = command == 0x01 ? .makeCredential() : .getAssertion(allowing: [registration.id])
        request[command == 0x01 ? 8 : 6] = .bytes([UInt8](repeating: 0, count: 32))
        request[command == 0x01 ? 9 : 7] = .number(2)
        #expect(platform.status(request.message) == .pinRequired)
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
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
