import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages
import Testing

/// authenticatorMakeCredential; CTAP 2.1, section 6.1.
struct MakeCredentialTests {
    @Test func aCredentialIsMadeAfterATouchAndIsAttested() throws {
        var platform = try Platform()
        #expect(platform.begin(Request.makeCredential().message) == .awaitUserPresence)
        let registration = try Registration(try Platform.read(platform.settle(platform.touch())))
        #expect(registration.isAttested)
        #expect(registration.format == "packed")
        #expect(registration.certificate != nil)
        #expect(registration.data.aaguid == AuthenticatorProfile.full.aaguid)
        #expect(registration.data.flags == 0x41)
        #expect(registration.data.counter == 0)
        // Nothing of it is stored: the ID holds the key.
        #expect(platform.commitCount == 0)
    }

    @Test func theFirstAlgorithmThatIsKnownIsTaken() throws {
        var platform = try Platform()
        var request = Request.makeCredential()
        request[4] = .algorithms([-999, -8, -7])
        let registration = try platform.register(request)
        let encoded = try #require(registration.data.publicKey)
        let key = try #require(try CBORItem(parsing: encoded).map)
        #expect(key[3]?.integer == -8)
        let assertion = try platform.authenticate(.getAssertion(allowing: [registration.id]))
        #expect(try assertion.isOf(registration))
    }

    @Test func anExcludedCredentialIsToldAfterATouch() throws {
        var platform = try Platform()
        let first = try platform.register()
        var request = Request.makeCredential()
        request[5] = .descriptors([[1, 2, 3], first.id])
        #expect(platform.begin(request.message) == .awaitUserPresence)
        #expect(platform.touch() == .reply([CTAP2StatusCode.credentialExcluded.rawValue]))
        // Told all the same if nobody touches it, but not if the platform asks no more.
        #expect(platform.begin(request.message) == .awaitUserPresence)
        platform.pass(milliseconds: 30_000)
        #expect(platform.wake() == .reply([CTAP2StatusCode.credentialExcluded.rawValue]))
        #expect(platform.begin(request.message) == .awaitUserPresence)
        #expect(platform.cancel() == .reply([CTAP2StatusCode.keepaliveCancel.rawValue]))
        // Another relying party's list excludes nothing.
        request[2] = .map { $0.add("id") { $0.textString("other.example") } }
        #expect(platform.status(request.message) == .success)
    }

    @Test func aDiscoverableCredentialIsStoredBeforeTheAnswer() throws {
        var platform = try Platform()
        #expect(platform.begin(Request.makeCredential(isDiscoverable: true).message) == .awaitUserPresence)
        #expect(platform.touch() == .commit)
        let registration = try Registration(try Platform.read(platform.settle(.commit)))
        #expect(try platform.storedState().credentials.map(\.id) == [registration.id])
    }

    @Test func oneOfTheSameUserTakesTheOldOnesPlace() throws {
        var platform = try Platform()
        let old = try platform.register(.makeCredential(isDiscoverable: true))
        let new = try platform.register(.makeCredential(isDiscoverable: true))
        let assertion = try platform.authenticate(.getAssertion())
        #expect(assertion.credentialID == new.id)
        #expect(assertion.count == nil)
        #expect(platform.status(Request.getAssertion(allowing: [old.id]).message) == .noCredentials)
    }

    @Test func aFullStoreTakesNoMoreButTheSameUsersAgain() throws {
        var profile = AuthenticatorProfile.full
        profile.discoverableCapacity = 3
        var platform = try Platform(profile)
        for user: UInt8 in 1...3 {
            _ = try platform.register(.makeCredential(user: [user], isDiscoverable: true))
        }
        #expect(platform.status(Request.makeCredential(user: [4], isDiscoverable: true).message) == .keyStoreFull)
        #expect(platform.status(Request.makeCredential(user: [2], isDiscoverable: true).message) == .success)
        #expect(platform.status(Request.makeCredential(user: [4]).message) == .success)
    }

    @Test func optionsItCannotKeepAreRefused() throws {
        var platform = try Platform()
        for (option, value) in [("uv", true), ("up", false)] {
            var request = Request.makeCredential()
            request.setOption(option, value)
            #expect(platform.status(request.message) == .invalidOption, "\(option) \(value)")
        }
        for (option, value) in [("uv", false), ("up", true), ("rk", false), ("tea", true)] {
            var request = Request.makeCredential()
            request.setOption(option, value)
            #expect(platform.status(request.message) == .success, "\(option) \(value)")
        }
        var profile = AuthenticatorProfile.full
        profile.discoverableCapacity = 0
        var without = try Platform(profile)
        #expect(without.status(Request.makeCredential(isDiscoverable: true).message) == .unsupportedOption)
    }

    @Test func anAuthenticatorOfCTAP20KnowsNoPresenceOptionHere() throws {
        var platform = try Platform(.mitidChip)
        var request = Request.makeCredential()
        request.setOption("up", true)
        #expect(platform.status(request.message) == .invalidOption)
    }

    @Test(arguments: [AttestationConveyance.packed, .selfSigned, .none])
    func attestationIsAsTheProfileSays(_ attestation: AttestationConveyance) throws {
        var profile = AuthenticatorProfile.full
        profile.attestation = attestation
        var platform = try Platform(profile)
        let registration = try Registration(try platform.answer(Request.makeCredential().message))
        #expect(registration.format == (attestation == .none ? "none" : "packed"))
        #expect((registration.certificate != nil) == (attestation == .packed))
        #expect(registration.isAttested == (attestation != .none))
    }

    @Test func aPlatformMayPreferNoAttestation() throws {
        var platform = try Platform()
        for (formats, expected) in [(["none"], "none"), (["tpm", "packed", "none"], "packed"), ([], "packed")] {
            var request = Request.makeCredential()
            request[11] = .texts(formats)
            let registration = try Registration(try platform.answer(request.message))
            #expect(registration.format == expected)
        }
    }

    @Test func enterpriseAttestationIsGivenWhereItIsAllowed() throws {
        var platform = try Platform()
        var request = Request.makeCredential(rpID: "enterprise.example")
        request[10] = .number(1)
        #expect(platform.status(request.message) == .invalidParameter)
        var enabling = Request(0x0d)
        enabling[1] = .number(1)
        #expect(platform.status(enabling.message) == .success)
        let vendor = try platform.register(request)
        #expect(vendor.isEnterprise == true)
        var other = Request.makeCredential()
        other[10] = .number(1)
        let batch = try platform.register(other)
        #expect(batch.isEnterprise == nil)
        #expect(batch.certificate != vendor.certificate)
        other[10] = .number(2)
        #expect(try platform.register(other).certificate == vendor.certificate)
        other[10] = .number(3)
        #expect(platform.status(other.message) == .invalidOption)
    }
}
