import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages
import LibCrypto
import Testing

/// Misbehaviour on request: others see it, and nothing of it stays.
struct FaultTests {
    @Test func signaturesCanBeInvalid() throws {
        var platform = try Platform()
        let registration = try platform.register()
        let request = Request.getAssertion(allowing: [registration.id])
        platform.faults.hasInvalidSignatures = true
        #expect(try !platform.authenticate(request).isOf(registration))
        platform.faults = AuthenticatorFaults()
        #expect(try platform.authenticate(request).isOf(registration))
    }

    @Test func theCounterCanGoBackToOthersAndNotInTheStore() throws {
        var platform = try Platform()
        let registration = try platform.register()
        let request = Request.getAssertion(allowing: [registration.id])
        for _ in 0..<4 {
            _ = try platform.authenticate(request)
        }
        platform.faults.hasCounterGoingBack = true
        let back = try platform.authenticate(request)
        #expect(back.data.counter == 2)
        #expect(try back.isOf(registration))
        #expect(try platform.storedState().signatureCounter == 5)
        platform.faults = AuthenticatorFaults()
        #expect(try platform.authenticate(request).data.counter == 6)
    }

    @Test func anotherKeyCanAttest() throws {
        var platform = try Platform()
        platform.faults.attestsWithAnotherKey = true
        let registration = try Registration(try platform.answer(Request.makeCredential().message))
        #expect(registration.certificate != nil)
        #expect(!registration.isAttested)
        platform.faults = AuthenticatorFaults()
        #expect(try platform.authenticate(.getAssertion(allowing: [registration.id])).isOf(registration))
    }

    @Test func theStoreCanBeFull() throws {
        var platform = try Platform()
        platform.faults.isStorageFull = true
        #expect(platform.status(Request.makeCredential(isDiscoverable: true).message) == .keyStoreFull)
        #expect(platform.status(Request.makeCredential().message) == .success)
        #expect(try platform.answer(Request.getInfo.message)[20]?.unsignedInteger == 0)
        var writing = Request(0x0c)
        writing[2] = .bytes(AuthenticatorState.emptyLargeBlobs)
        writing[3] = .number(0)
        writing[4] = .number(17)
        #expect(platform.status(writing.message) == .largeBlobStorageFull)
    }

    @Test func thePINCanBeLocked() throws {
        var platform = try Platform()
        try platform.setPIN("1234")
        platform.faults.isPINLocked = true
        #expect(try platform.tryPIN("1234") == .pinBlocked)
        #expect(try platform.pinRetries() == 0)
        platform.faults = AuthenticatorFaults()
        #expect(try platform.pinRetries() == 8)
        #expect(try platform.tryPIN("1234") == .success)
    }
}
