import CanonicalCBOR
import FIDOAuthenticator
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
