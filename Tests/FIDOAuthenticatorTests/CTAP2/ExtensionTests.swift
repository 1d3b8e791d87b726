import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages
import Testing

/// The extensions; CTAP 2.1, section 12.
struct ExtensionTests {
    private static func protected(_ level: Int64) -> Request {
        var request = Request.makeCredential(user: [UInt8(level)], isDiscoverable: true)
        request.setExtensions { $0.add("credProtect") { $0.integer(level) } }
        return request
    }

    @Test func credProtectHidesACredentialFromWhoIsNotVerified() throws {
        var platform = try Platform()
        var registrations: [Registration] = []
        for level: Int64 in 1...3 {
            let registration = try platform.register(Self.protected(level))
            #expect(registration.data.extensions?["credProtect"]?.integer == level)
            registrations.append(registration)
        }
        #expect(try platform.authenticate(.getAssertion()).credentialID == registrations[0].id)
        for (index, status) in [CTAP2StatusCode.success, .success, .noCredentials].enumerated() {
            #expect(platform.status(Request.getAssertion(allowing: [registrations[index].id]).message) == status)
        }
        // One that needs a verified user is not told of by an exclude list either.
        for (index, status) in [CTAP2StatusCode.credentialExcluded, .credentialExcluded, .success].enumerated() {
            var request = Request.makeCredential(user: [9])
            request[5] = .descriptors([registrations[index].id])
            #expect(platform.status(request.message) == status)
        }
        try platform.setPIN("1234")
        let token = try platform.token("1234", PINSession.getAssertion, rpID: Platform.rpID)
        let assertion = try platform.authenticate(token.authorize(.getAssertion()))
        #expect(assertion.count == 3)
        #expect(assertion.credentialID == registrations[2].id)
        // To a verified user that has several names to choose from, they are told.
        #expect(assertion.userName == "anna")
        #expect(platform.status(Self.protected(4).message) == .invalidOption)
    }

    /// Inputs that no authenticator with these extensions takes.
    private static let unread: [(String, [UInt8])] = [
        ("credProtect", [0x00]), ("credProtect", [0xf5]), ("credProtect", [0x18, 0x63]), ("credBlob", [0x01]),
        ("largeBlobKey", [0xf4]), ("largeBlobKey", [0x60]), ("minPinLength", [0x00]), ("hmac-secret", [0x01]),
        ("hmac-secret", [0xa0]), ("hmac-secret", [0xa1, 0x01, 0x01]), ("tea", [0x80]),
    ]

    @Test("an extension that the profile does not have is ignored, whatever its input", arguments: Self.unread)
    func ignored(name: String, input: [UInt8]) throws {
        var profile = AuthenticatorProfile.mitidChip
        profile.extensions = []
        for edition in [CTAP2Level.ctap20, .ctap21] {
            profile.ctap2 = edition
            var platform = try Platform(profile)
            var creation = Request.makeCredential()
            creation.setExtensions { $0.add(name) { $0.item(encoded: input[...]) } }
            let registration = try platform.register(creation)
            #expect(registration.data.extensions == nil)
            var assertion = Request.getAssertion(allowing: [registration.id])
            assertion.setExtensions { $0.add(name) { $0.item(encoded: input[...]) } }
            #expect(try platform.authenticate(assertion).data.extensions == nil)
        }
    }

    @Test("beside one that is ignored those that are there are answered")
    func ignoredBesideAnother() throws {
        var platform = try Platform(.mitidChip)
        var request = Request.makeCredential()
        request.setExtensions { extensions in
            extensions.add("credProtect") { $0.integer(0) }
            extensions.add("hmac-secret") { $0.boolean(true) }
        }
        let extensions = try #require(try platform.register(request).data.extensions)
        #expect(extensions.count == 1)
        #expect(extensions["hmac-secret"]?.boolean == true)
    }

    @Test func aWrappedCredentialKeepsItsProtection() throws {
        var platform = try Platform()
        var request = Request.makeCredential()
        request.setExtensions { $0.add("credProtect") { $0.integer(3) } }
        let registration = try platform.register(request)
        let assertion = Request.getAssertion(allowing: [registration.id])
        #expect(platform.status(assertion.message) == .noCredentials)
        try platform.setPIN("1234")
        let token = try platform.token("1234", PINSession.getAssertion, rpID: Platform.rpID)
        #expect(try platform.authenticate(token.authorize(assertion)).isOf(registration))
    }

    @Test(arguments: [(32, true, true), (0, true, true), (33, true, false), (5, false, false)])
    func credBlobIsKeptIfThereIsRoomForIt(_ byteCount: Int, _ isDiscoverable: Bool, _ isKept: Bool) throws {
        var platform = try Platform()
        let blob = [UInt8](repeating: 7, count: byteCount)
        var request = Request.makeCredential(isDiscoverable: isDiscoverable)
        request.setExtensions { $0.add("credBlob") { $0.byteString(blob) } }
        let registration = try platform.register(request)
        #expect(registration.data.extensions?["credBlob"]?.boolean == isKept)
        var assertion = Request.getAssertion(allowing: [registration.id])
        assertion.setExtensions { $0.add("credBlob") { $0.boolean(true) } }
        let told = try platform.authenticate(assertion).data.extensions?["credBlob"]?.byteString
        #expect(told.map { [UInt8]($0) } == (isKept ? blob : []))
    }

    @Test func largeBlobKeyIsTheSameEveryTimeAndOnlyWhereItWasAskedFor() throws {
        var platform = try Platform()
        var request = Request.makeCredential(isDiscoverable: true)
        request.setExtensions { $0.add("largeBlobKey") { $0.boolean(true) } }
        let registration = try platform.register(request)
        let key = try #require(registration.largeBlobKey)
        #expect(key.count == 32)
        let plain = try platform.register(.makeCredential(user: [2], isDiscoverable: true))
        #expect(plain.largeBlobKey == nil)
        try platform.losePower()
        var assertion = Request.getAssertion(allowing: [registration.id])
        #expect(try platform.authenticate(assertion).largeBlobKey == nil)
        assertion.setExtensions { $0.add("largeBlobKey") { $0.boolean(true) } }
        #expect(try platform.authenticate(assertion).largeBlobKey == key)
        assertion[3] = .descriptors([plain.id])
        #expect(try platform.authenticate(assertion).largeBlobKey == nil)
        for (value, isDiscoverable) in [(true, false), (false, true)] {
            var refused = Request.makeCredential(isDiscoverable: isDiscoverable)
            refused.setExtensions { $0.add("largeBlobKey") { $0.boolean(value) } }
            #expect(platform.status(refused.message) == .invalidOption)
        }
        assertion.setExtensions { $0.add("largeBlobKey") { $0.boolean(false) } }
        #expect(platform.status(assertion.message) == .invalidOption)
    }

    @Test func hmacSecretAnswersTheSameForTheSameSaltOverBothProtocols() throws {
        var platform = try Platform()
        var request = Request.makeCredential()
        request.setExtensions { $0.add("hmac-secret") { $0.boolean(true) } }
        let registration = try platform.register(request)
        #expect(registration.data.extensions?["hmac-secret"]?.boolean == true)
        let salts = [UInt8](repeating: 1, count: 32) + [UInt8](repeating: 2, count: 32)
        var outputs: [[UInt8]] = []
        for number: Int64 in [1, 2] {
            let session = try PINSession(number, with: &platform)
            let both = try Self.output(&platform, session, salts, registration)
            #expect(both.count == 64)
            #expect(both[..<32] != both[32...])
            #expect(try Self.output(&platform, session, [UInt8](salts[32...]), registration) == [UInt8](both[32...]))
            outputs.append(both)
        }
        #expect(outputs[0] == outputs[1])
        let another = try platform.register()
        let session = try PINSession(2, with: &platform)
        #expect(try Self.output(&platform, session, salts, another) != outputs[0])
        // A verified user has another secret.
        try platform.setPIN("1234")
        let token = try platform.token("1234", PINSession.getAssertion, rpID: Platform.rpID)
        #expect(try Self.output(&platform, token.session, salts, registration, token) != outputs[0])
    }

    private static func output(
        _ platform: inout Platform,
        _ session: PINSession,
        _ salts: [UInt8],
        _ registration: Registration,
        _ token: PlatformToken? = nil
    ) throws -> [UInt8] {
        var request = Request.getAssertion(allowing: [registration.id])
        let input = try session.hmacSecret(salts: salts)
        request.setExtensions { $0.add("hmac-secret") { $0.item(encoded: input.encoded[...]) } }
        let assertion = try platform.authenticate(token?.authorize(request) ?? request)
        #expect(try assertion.isOf(registration))
        let sealed = try #require(assertion.data.extensions?["hmac-secret"]?.byteString)
        return try session.decrypted([UInt8](sealed))
    }

    @Test func hmacSecretRefusesWhatCannotBe() throws {
        var platform = try Platform()
        let registration = try platform.register()
        let session = try PINSession(2, with: &platform)
        for byteCount in [0, 16, 48, 96] {
            let input = try session.hmacSecret(salts: [UInt8](repeating: 0, count: byteCount))
            #expect(Self.status(&platform, input, registration) == .invalidLength, "\(byteCount) bytes")
        }
        let good = try session.hmacSecret(salts: [UInt8](repeating: 0, count: 32))
        var withoutTouch = Request.getAssertion(allowing: [registration.id])
        withoutTouch.setExtensions { $0.add("hmac-secret") { $0.item(encoded: good.encoded[...]) } }
        withoutTouch.setOption("up", false)
        #expect(platform.status(withoutTouch.message) == .unsupportedOption)
        let members = try #require(try CBORItem(parsing: good.encoded).map)
        for (missing, status) in [
            (Int64(1), CTAP2StatusCode.missingParameter), (2, .missingParameter), (3, .missingParameter),
        ] {
            let input: Parameter = .map { map in
                for (key, value) in members where key.integer != missing {
                    map.add(key.integer ?? 0) { $0.item(encoded: value.encoded) }
                }
            }
            #expect(Self.status(&platform, input, registration) == status)
        }
        let forged: Parameter = .map { map in
            for (key, value) in members {
                map.add(key.integer ?? 0) { writer in
                    if key.integer == 3 {
                        writer.byteString([UInt8](repeating: 0, count: 32))
                    } else {
                        writer.item(encoded: value.encoded)
                    }
                }
            }
        }
        #expect(Self.status(&platform, forged, registration) == .pinAuthInvalid)
    }

    private static func status(
        _ platform: inout Platform,
        _ input: Parameter,
        _ registration: Registration
    ) -> CTAP2StatusCode {
        var request = Request.getAssertion(allowing: [registration.id])
        request.setExtensions { $0.add("hmac-secret") { $0.item(encoded: input.encoded[...]) } }
        return platform.status(request.message)
    }

    @Test func unknownExtensionsDoNotCount() throws {
        var platform = try Platform()
        var request = Request.makeCredential()
        request.setExtensions { $0.add("tetris") { $0.boolean(true) } }
        #expect(try platform.register(request).data.extensions == nil)
        var chip = try Platform(.mitidChip)
        request.setExtensions { $0.add("credProtect") { $0.integer(3) } }
        let registration = try chip.register(request)
        #expect(registration.data.extensions == nil)
        #expect(chip.status(Request.getAssertion(allowing: [registration.id]).message) == .success)
    }
}
