import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages
import LibCrypto
import Testing

/// authenticatorCredentialManagement; CTAP 2.1, section 6.8.
struct CredentialManagementTests {
    /// Two credentials of one relying party, one of another.
    private static func furnished() throws -> (platform: Platform, registrations: [Registration]) {
        var platform = try Platform()
        var registrations: [Registration] = []
        for (rpID, user) in [(Platform.rpID, UInt8(1)), ("other.example", 1), (Platform.rpID, 2)] {
            var request = Request.makeCredential(rpID: rpID, user: [user], isDiscoverable: true)
            request.setExtensions { $0.add("largeBlobKey") { $0.boolean(true) } }
            registrations.append(try platform.register(request))
        }
        try platform.setPIN("1234")
        return (platform, registrations)
    }

    private static func hash(_ text: String) throws -> [UInt8] {
        try HashFunction.sha256.digest(of: [UInt8](text.utf8).span)
    }

    private static func ofRelyingParty(_ rpID: String) throws -> Parameter {
        let hash = try Self.hash(rpID)
        return .map { $0.add(1) { $0.byteString(hash) } }
    }

    @Test func itCountsWhatIsThereAndWhatThereIsRoomFor() throws {
        var (platform, _) = try Self.furnished()
        let token = try platform.token("1234", PINSession.credentialManagement)
        let answer = try platform.answer(token.manage(1).message)
        #expect(answer[1]?.unsignedInteger == 3)
        #expect(answer[2]?.unsignedInteger == 97)
    }

    @Test func relyingPartiesAreTold() throws {
        var (platform, _) = try Self.furnished()
        let token = try platform.token("1234", PINSession.credentialManagement)
        let first = try platform.answer(token.manage(2).message)
        #expect(first[3]?.map?["id"]?.isText(Platform.rpID) == true)
        #expect(first[4]?.byteString.map { [UInt8]($0) } == (try Self.hash(Platform.rpID)))
        #expect(first[5]?.unsignedInteger == 2)
        var next = Request(0x0a)
        next[1] = .number(3)
        let second = try platform.answer(next.message)
        #expect(second[3]?.map?["id"]?.isText("other.example") == true)
        #expect(second[5] == nil)
        #expect(platform.status(next.message) == .notAllowed)
    }

    @Test func credentialsOfARelyingPartyAreTold() throws {
        var (platform, registrations) = try Self.furnished()
        let token = try platform.token("1234", PINSession.credentialManagement)
        let first = try platform.answer(token.manage(4, try Self.ofRelyingParty(Platform.rpID)).message)
        #expect(first[6]?.map?["id"]?.byteString == [1])
        #expect(first[6]?.map?["displayName"]?.isText("Anna And") == true)
        #expect(first[7]?.map?["id"]?.byteString.map { [UInt8]($0) } == registrations[0].id)
        #expect(first[8]?.encoded.map { $0 } == registrations[0].data.publicKey)
        #expect(first[9]?.unsignedInteger == 2)
        #expect(first[10]?.unsignedInteger == 1)
        #expect(first[11]?.byteString.map { [UInt8]($0) } == registrations[0].largeBlobKey)
        var next = Request(0x0a)
        next[1] = .number(5)
        #expect(try platform.answer(next.message)[6]?.map?["id"]?.byteString == [2])
        #expect(platform.status(next.message) == .notAllowed)
        let stranger = token.manage(4, try Self.ofRelyingParty("nobody.example"))
        #expect(platform.status(stranger.message) == .noCredentials)
    }

    @Test func oneListIsNotGoneOnWithAsAnother() throws {
        var (platform, _) = try Self.furnished()
        let token = try platform.token("1234", PINSession.credentialManagement)
        for (begin, parameters, wrongNext) in [
            (UInt8(2), nil as Parameter?, Int64(5)), (4, try Self.ofRelyingParty(Platform.rpID), 3),
        ] {
            #expect(platform.status(token.manage(begin, parameters).message) == .success)
            var next = Request(0x0a)
            next[1] = .number(wrongNext)
            #expect(platform.status(next.message) == .notAllowed)
        }
    }

    @Test func aDeletedCredentialIsGoneForGood() throws {
        var (platform, registrations) = try Self.furnished()
        let token = try platform.token("1234", PINSession.credentialManagement)
        let deletion: Parameter = .map { parameters in
            parameters.add(2) { $0.item(encoded: Parameter.descriptor(registrations[0].id).encoded[...]) }
        }
        #expect(platform.begin(token.manage(6, deletion).message) == .commit)
        #expect(platform.settle(.commit) == [0])
        #expect(platform.status(token.manage(6, deletion).message) == .noCredentials)
        try platform.losePower()
        #expect(platform.status(Request.getAssertion(allowing: [registrations[0].id]).message) == .noCredentials)
        #expect(try platform.authenticate(.getAssertion()).credentialID == registrations[2].id)
    }

    @Test func aUsersNamesAreReplaced() throws {
        var (platform, registrations) = try Self.furnished()
        let token = try platform.token("1234", PINSession.credentialManagement)
        func update(_ userID: [UInt8], name: String) -> Parameter {
            .map { parameters in
                parameters.add(2) { $0.item(encoded: Parameter.descriptor(registrations[1].id).encoded[...]) }
                parameters.add(3) { user in
                    user.map { entity in
                        entity.add("id") { $0.byteString(userID) }
                        entity.add("name") { $0.textString(name) }
                    }
                }
            }
        }
        #expect(platform.status(token.manage(7, update([9], name: "x")).message) == .invalidParameter)
        // Sixty-four bytes of a name are kept, and no half character.
        let long = String(repeating: "æ", count: 31) + "aæ"
        #expect(platform.status(token.manage(7, update([1], name: long)).message) == .success)
        let told = try platform.answer(token.manage(4, try Self.ofRelyingParty("other.example")).message)
        #expect(told[6]?.map?["name"]?.isText(String(repeating: "æ", count: 31) + "a") == true)
        #expect(told[6]?.map?["displayName"] == nil)
    }

    @Test func aTokenForOneRelyingPartyManagesNoOther() throws {
        var (platform, registrations) = try Self.furnished()
        let token = try platform.token("1234", PINSession.credentialManagement, rpID: "other.example")
        #expect(platform.status(token.manage(1).message) == .pinAuthInvalid)
        #expect(platform.status(token.manage(2).message) == .pinAuthInvalid)
        #expect(platform.status(token.manage(4, try Self.ofRelyingParty(Platform.rpID)).message) == .pinAuthInvalid)
        #expect(platform.status(token.manage(4, try Self.ofRelyingParty("other.example")).message) == .success)
        let deletion: Parameter = .map { parameters in
            parameters.add(2) { $0.item(encoded: Parameter.descriptor(registrations[0].id).encoded[...]) }
        }
        #expect(platform.status(token.manage(6, deletion).message) == .pinAuthInvalid)
    }

    @Test("a token for one relying party learns that a credential is not there")
    func missingCredential() throws {
        var (platform, _) = try Self.furnished()
        let token = try platform.token("1234", PINSession.credentialManagement, rpID: "other.example")
        let missing: Parameter = .map { parameters in
            parameters.add(2) { $0.item(encoded: Parameter.descriptor([1, 2, 3]).encoded[...]) }
            parameters.add(3) { $0.map { user in user.add("id") { $0.byteString([1]) } } }
        }
        for subcommand: UInt8 in [6, 7] {
            #expect(platform.status(token.manage(subcommand, missing).message) == .noCredentials)
        }
        // A wrong authorization tells nothing.
        var request = token.manage(6, missing)
        request[4] = .bytes([UInt8](repeating: 0, count: 32))
        #expect(platform.status(request.message) == .pinAuthInvalid)
    }

    @Test("the preview's command byte does the same", arguments: [true, false])
    func preview(withPermissions: Bool) throws {
        var (platform, registrations) = try Self.furnished()
        // Platforms of that time know getPinToken alone.
        let token = try platform.token("1234", withPermissions ? PINSession.credentialManagement : nil)
        func manage(_ subcommand: UInt8, _ parameters: Parameter? = nil) -> [UInt8] {
            token.manage(subcommand, parameters, command: 0x41).message
        }
        #expect(try platform.answer(manage(1))[1]?.unsignedInteger == 3)
        #expect(try platform.answer(manage(2))[5]?.unsignedInteger == 2)
        var next = Request(0x41)
        next[1] = .number(3)
        #expect(try platform.answer(next.message)[3]?.map?["id"]?.isText("other.example") == true)
        let parameters = try Self.ofRelyingParty(Platform.rpID)
        #expect(try platform.answer(manage(4, parameters))[9]?.unsignedInteger == 2)
        next[1] = .number(5)
        #expect(try platform.answer(next.message)[6]?.map?["id"]?.byteString == [2])
        let deletion: Parameter = .map { parameters in
            parameters.add(2) { $0.item(encoded: Parameter.descriptor(registrations[0].id).encoded[...]) }
        }
        #expect(platform.status(manage(6, deletion)) == .success)
        #expect(platform.status(manage(6, deletion)) == .noCredentials)
        // Under the standard's byte a token needs its permission.
        let standard = platform.status(token.manage(1).message)
        #expect(standard == (withPermissions ? .success : .pinAuthInvalid))
    }

    @Test("a token of getPinToken is worth nothing to the preview once it has made a credential")
    func spentToken() throws {
        var (platform, _) = try Self.furnished()
        let token = try platform.token("1234")
        #expect(platform.status(token.authorize(.makeCredential()).message) == .success)
        #expect(platform.status(token.manage(1, command: 0x41).message) == .pinAuthInvalid)
    }

    @Test("a profile without the preview does not know its byte")
    func noPreview() throws {
        var profile = AuthenticatorProfile.full
        profile.supportsCredentialManagementPreview = false
        for profile in [profile, .mitidChip] {
            var platform = try Platform(profile)
            #expect(platform.status([0x41, 0xa1, 0x01, 0x01]) == .invalidCommand)
            let info = try platform.answer(Request.getInfo.message)
            #expect(info[4]?.map?["credentialMgmtPreview"] == nil)
            let versions = info[1]?.array?.compactMap { $0.textString.map { String(decoding: $0, as: UTF8.self) } }
            #expect(versions?.contains("FIDO_2_1_PRE") == false)
        }
    }

    @Test("a user without a handle has none in any answer")
    func noUserHandle() throws {
        var platform = try Platform()
        let registration = try platform.register(.makeCredential(user: [], isDiscoverable: true))
        let assertion = try platform.answer(Request.getAssertion().message)
        #expect(assertion[1]?.map?["id"]?.byteString.map { Array($0) } == registration.id)
        #expect(assertion[4] == nil)
        _ = try platform.register(.makeCredential(user: [2], isDiscoverable: true))
        try platform.setPIN("1234")
        // With a verified user and several credentials names are told, of those who have a handle.
        let permission = PINSession.getAssertion
        let token = try platform.token("1234", permission, rpID: Platform.rpID)
        let first = try platform.answer(token.authorize(.getAssertion()).message)
        #expect(first[4]?.map?["id"]?.byteString == [2])
        #expect(first[4]?.map?["name"]?.isText("anna") == true)
        #expect(try platform.answer(Request.getNextAssertion.message)[4] == nil)
        let manager = try platform.token("1234", PINSession.credentialManagement)
        let told = try platform.answer(manager.manage(4, try Self.ofRelyingParty(Platform.rpID)).message)
        #expect(told[6]?.map?["id"] == nil)
        #expect(told[6]?.map?["name"]?.isText("anna") == true)
        try platform.losePower()
        #expect(try platform.storedState().credentials.map(\.user.id) == [[], [2]])
    }

    @Test("an empty name takes a name away")
    func emptyNames() throws {
        var (platform, registrations) = try Self.furnished()
        let token = try platform.token("1234", PINSession.credentialManagement)
        let update: Parameter = .map { parameters in
            parameters.add(2) { $0.item(encoded: Parameter.descriptor(registrations[1].id).encoded[...]) }
            parameters.add(3) { user in
                user.map { entity in
                    entity.add("id") { $0.byteString([1]) }
                    entity.add("name") { $0.textString("") }
                    entity.add("displayName") { $0.textString("Bert") }
                }
            }
        }
        #expect(platform.status(token.manage(7, update).message) == .success)
        let told = try platform.answer(token.manage(4, try Self.ofRelyingParty("other.example")).message)
        #expect(told[6]?.map?["name"] == nil)
        #expect(told[6]?.map?["displayName"]?.isText("Bert") == true)
    }

    @Test func nothingIsToldWithoutAGoodAuthorization() throws {
        var (platform, _) = try Self.furnished()
        for subcommand: Int64 in [1, 2, 4, 6, 7] {
            var request = Request(0x0a)
            request[1] = .number(subcommand)
            #expect(platform.status(request.message) == .pinRequired)
            request[4] = .bytes([UInt8](repeating: 0, count: 32))
            #expect(platform.status(request.message) == .missingParameter)
            request[3] = .number(-1)
            #expect(platform.status(request.message) == .invalidParameter)
            request[3] = .number(2)
            #expect(platform.status(request.message) == (subcommand < 3 ? .pinAuthInvalid : .missingParameter))
        }
        var unknown = Request(0x0a)
        unknown[1] = .number(8)
        #expect(platform.status(unknown.message) == .invalidSubcommand)
    }
}
