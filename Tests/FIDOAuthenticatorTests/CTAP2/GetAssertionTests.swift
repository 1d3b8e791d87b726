import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages
import Testing

/// authenticatorGetAssertion and authenticatorGetNextAssertion; CTAP 2.1, sections 6.2 and 6.3.
struct GetAssertionTests {
    @Test func aCredentialOfTheAllowListAnswersAfterATouch() throws {
        var platform = try Platform()
        let registration = try platform.register()
        #expect(platform.begin(Request.getAssertion(allowing: [[9], registration.id]).message) == .awaitUserPresence)
        #expect(platform.touch() == .commit)
        let assertion = try Assertion(try Platform.read(platform.settle(.commit)))
        #expect(try assertion.isOf(registration))
        #expect(assertion.credentialID == registration.id)
        #expect(assertion.data.flags == 0x01)
        #expect(assertion.data.counter == 1)
        #expect(assertion.userID == nil)
        #expect(try platform.storedState().signatureCounter == 1)
    }

    @Test func theCounterIsStoredBeforeTheAnswerAndNeverGoesBack() throws {
        var platform = try Platform()
        let registration = try platform.register()
        let request = Request.getAssertion(allowing: [registration.id]).message
        var last: UInt32 = 0
        for turn in 1...20 {
            if turn.isMultiple(of: 3) {
                // Power is lost after storing and before the answer: that number is never told.
                #expect(platform.begin(request) == .awaitUserPresence)
                #expect(platform.touch() == .commit)
                platform.store()
                try platform.losePower()
            }
            let assertion = try Assertion(try platform.answer(request))
            #expect(assertion.data.counter > last)
            last = assertion.data.counter
        }
    }

    @Test func withoutUserPresenceNobodyIsAskedFor() throws {
        var platform = try Platform()
        let registration = try platform.register()
        var request = Request.getAssertion(allowing: [registration.id])
        request.setOption("up", false)
        #expect(platform.begin(request.message) == .commit)
        let assertion = try Assertion(try Platform.read(platform.settle(.commit)))
        #expect(assertion.data.flags == 0)
        #expect(try assertion.isOf(registration))
    }

    @Test func anotherRelyingPartyFindsNothing() throws {
        var platform = try Platform()
        let registration = try platform.register()
        let request = Request.getAssertion(rpID: "other.example", allowing: [registration.id])
        #expect(platform.begin(request.message) == .reply([CTAP2StatusCode.noCredentials.rawValue]))
    }

    @Test func aCredentialThatIsNotDiscoverableIsNotFoundWithoutItsID() throws {
        var platform = try Platform()
        _ = try platform.register()
        #expect(platform.status(Request.getAssertion().message) == .noCredentials)
    }

    @Test func discoverableOnesAnswerTheNewestFirstAndNameNobody() throws {
        var platform = try Platform()
        var registrations: [[UInt8]: Registration] = [:]
        for user: UInt8 in 1...3 {
            let registration = try platform.register(.makeCredential(user: [user], isDiscoverable: true))
            registrations[registration.id] = registration
        }
        _ = try platform.register(.makeCredential(rpID: "other.example", isDiscoverable: true))
        var assertion = try platform.authenticate(.getAssertion())
        #expect(assertion.count == 3)
        for user: UInt8 in [3, 2, 1] {
            #expect(assertion.userID == [user])
            #expect(assertion.userName == nil)
            #expect(try assertion.isOf(try #require(registrations[assertion.credentialID])))
            guard user > 1 else { break }
            // The one touch was for all of them.
            #expect(platform.begin(Request.getNextAssertion.message) == .commit)
            assertion = try Assertion(try Platform.read(platform.settle(.commit)))
            #expect(assertion.count == nil)
        }
        #expect(platform.status(Request.getNextAssertion.message) == .notAllowed)
    }

    @Test func ofAnAllowListOneAnswers() throws {
        var platform = try Platform()
        let first = try platform.register(.makeCredential(user: [1], isDiscoverable: true))
        let second = try platform.register(.makeCredential(user: [2], isDiscoverable: true))
        let assertion = try platform.authenticate(.getAssertion(allowing: [first.id, second.id]))
        #expect(assertion.credentialID == first.id)
        #expect(assertion.userID == [1])
        #expect(assertion.count == nil)
        #expect(platform.status(Request.getNextAssertion.message) == .notAllowed)
    }

    @Test func anEmptyAllowListIsNone() throws {
        var platform = try Platform()
        _ = try platform.register(.makeCredential(isDiscoverable: true))
        var request = Request.getAssertion()
        request[3] = .descriptors([])
        #expect(platform.status(request.message) == .success)
        request[3] = Parameter(encoded: [0x81] + Parameter.descriptor([1], type: "rot13").encoded)
        #expect(platform.status(request.message) == .noCredentials)
    }

    @Test func theNextAssertionsWaitThirtySecondsAndForNoOtherCommand() throws {
        var platform = try Platform()
        for user: UInt8 in 1...3 {
            _ = try platform.register(.makeCredential(user: [user], isDiscoverable: true))
        }
        _ = try platform.authenticate(.getAssertion())
        platform.pass(milliseconds: 29_999)
        #expect(platform.status(Request.getNextAssertion.message) == .success)
        platform.pass(milliseconds: 29_999)
        #expect(platform.status(Request.getNextAssertion.message) == .success)
        _ = try platform.authenticate(.getAssertion())
        platform.pass(milliseconds: 30_000)
        #expect(platform.status(Request.getNextAssertion.message) == .notAllowed)
        _ = try platform.authenticate(.getAssertion())
        #expect(platform.status(Request.getInfo.message) == .success)
        #expect(platform.status(Request.getNextAssertion.message) == .notAllowed)
        _ = try platform.authenticate(.getAssertion())
        #expect(platform.status(Request.getNextAssertion.message + [0xa0]) == .invalidLength)
        #expect(platform.status(Request.getNextAssertion.message) == .notAllowed)
    }

    @Test func optionsItCannotKeepAreRefused() throws {
        var platform = try Platform()
        let registration = try platform.register()
        for (option, value, status) in [
            ("uv", true, CTAP2StatusCode.invalidOption), ("rk", true, .unsupportedOption),
            ("rk", false, .unsupportedOption), ("tea", false, .success), ("uv", false, .success),
        ] {
            var request = Request.getAssertion(allowing: [registration.id])
            request.setOption(option, value)
            #expect(platform.status(request.message) == status, "\(option) \(value)")
        }
    }
}
