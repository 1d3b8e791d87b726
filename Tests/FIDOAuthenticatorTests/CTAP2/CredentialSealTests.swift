import FIDOAuthenticator
import FIDOMessages
import Testing

/// Credential IDs that hold their own keys: nobody makes one, alters one or takes one elsewhere.
struct CredentialSealTests {
    @Test func anIDWithAnyBitTurnedOverIsNone() throws {
        var platform = try Platform()
        let registration = try platform.register()
        for bit in 0..<registration.id.count * 8 {
            var id = registration.id
            id[bit / 8] ^= 1 << (bit % 8)
            let answer = platform.begin(Request.getAssertion(allowing: [id]).message)
            #expect(answer == .reply([CTAP2StatusCode.noCredentials.rawValue]), "bit \(bit)")
        }
    }

    @Test func anIDOfAnyOtherLengthIsNone() throws {
        var platform = try Platform()
        let registration = try platform.register()
        for count in 0..<registration.id.count {
            let id = [UInt8](registration.id[..<count])
            #expect(platform.status(Request.getAssertion(allowing: [id]).message) == .noCredentials)
        }
        #expect(platform.status(Request.getAssertion(allowing: [registration.id + [0]]).message) == .noCredentials)
    }

    @Test func anotherAuthenticatorsIDIsNone() throws {
        var platform = try Platform()
        var stranger = try Platform()
        let registration = try stranger.register()
        #expect(platform.status(Request.getAssertion(allowing: [registration.id]).message) == .noCredentials)
    }

    @Test func noTwoIDsAreTheSame() throws {
        var platform = try Platform()
        var ids: Set<[UInt8]> = []
        for _ in 0..<50 {
            ids.insert(try platform.register().id)
        }
        #expect(ids.count == 50)
    }
}
