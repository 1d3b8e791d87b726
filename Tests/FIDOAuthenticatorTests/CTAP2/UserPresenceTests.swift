import CTAPHID
import FIDOAuthenticator
import FIDOMessages
import Testing

/// Touches, and what happens without them; CTAP 2.1, section 6, and the transports' parts of section 11.
struct UserPresenceTests {
    @Test func aRequestWaitsThirtySecondsForATouch() throws {
        var platform = try Platform()
        #expect(platform.begin(Request.makeCredential().message) == .awaitUserPresence)
        #expect(platform.authenticator.nextWake == platform.now.advanced(byMilliseconds: 30_000))
        platform.pass(milliseconds: 29_999)
        #expect(platform.wake() == .none)
        platform.pass(milliseconds: 1)
        #expect(platform.wake() == .reply([CTAP2StatusCode.operationDenied.rawValue]))
        #expect(platform.authenticator.nextWake == nil)
        #expect(platform.touch() == .none)
    }

    @Test(arguments: [
        (Request.makeCredential(), CTAP2StatusCode.operationDenied), (.reset, .userActionTimeout),
        (.selection, .userActionTimeout),
    ])
    func timeThatRunsOutIsANoButForResetAndSelection(_ request: Request, _ status: CTAP2StatusCode) throws {
        var platform = try Platform()
        #expect(platform.begin(request.message) == .awaitUserPresence)
        platform.pass(milliseconds: 30_000)
        #expect(platform.wake() == .reply([status.rawValue]))
    }

    @Test func aTouchThatComesTooLateCountsForNothing() throws {
        var platform = try Platform()
        #expect(platform.begin(Request.makeCredential().message) == .awaitUserPresence)
        platform.pass(milliseconds: 30_000)
        #expect(platform.touch() == .reply([CTAP2StatusCode.operationDenied.rawValue]))
    }

    @Test func aUserCanRefuseAndAPlatformCanCancel() throws {
        var platform = try Platform()
        #expect(platform.begin(Request.makeCredential().message) == .awaitUserPresence)
        #expect(platform.refuse() == .reply([CTAP2StatusCode.operationDenied.rawValue]))
        #expect(platform.begin(Request.makeCredential().message) == .awaitUserPresence)
        #expect(platform.cancel() == .reply([CTAP2StatusCode.keepaliveCancel.rawValue]))
        #expect(platform.cancel() == .none)
        #expect(platform.refuse() == .none)
    }

    @Test func oneRequestAtATimeIsTaken() throws {
        var platform = try Platform()
        #expect(platform.begin(Request.makeCredential().message) == .awaitUserPresence)
        #expect(platform.begin(Request.getInfo.message) == .reply([CTAP2StatusCode.channelBusy.rawValue]))
        #expect(try Registration(try Platform.read(platform.settle(platform.touch()))).isAttested)
    }

    @Test func aTouchBeforeTheRequestDoesNotCount() throws {
        var platform = try Platform()
        #expect(platform.touch() == .none)
        #expect(platform.begin(Request.makeCredential().message) == .awaitUserPresence)
    }

    @Test func onAReaderBeingLaidDownIsTheGesture() throws {
        var platform = try Platform()
        try platform.losePower(over: .nfc)
        guard case .reply = platform.begin(Request.makeCredential().message, over: .nfc) else {
            Issue.record("it waited for a touch")
            return
        }
        platform.pass(milliseconds: AuthenticatorProfile.full.nfcPresenceWindow)
        #expect(platform.begin(Request.makeCredential().message, over: .nfc) == .awaitUserPresence)
    }

    @Test func selectionIsATouchAndNothingElse() throws {
        var platform = try Platform()
        #expect(platform.begin(Request.selection.message) == .awaitUserPresence)
        #expect(platform.touch() == .reply([0]))
        var chip = try Platform(.mitidChip)
        #expect(chip.status(Request.selection.message) == .invalidCommand)
    }

    @Test func aResetIsPossibleForTenSecondsAndWithATouch() throws {
        var platform = try Platform()
        let wrapped = try platform.register()
        _ = try platform.register(.makeCredential(isDiscoverable: true))
        let assertion = try platform.authenticate(.getAssertion(allowing: [wrapped.id]))
        try platform.setPIN("1234")
        platform.pass(milliseconds: 10_000)
        #expect(platform.begin(Request.reset.message) == .reply([CTAP2StatusCode.notAllowed.rawValue]))
        try platform.losePower()
        platform.pass(milliseconds: 9_999)
        #expect(platform.begin(Request.reset.message) == .awaitUserPresence)
        #expect(platform.refuse() == .reply([CTAP2StatusCode.operationDenied.rawValue]))
        #expect(platform.begin(Request.reset.message) == .awaitUserPresence)
        #expect(platform.touch() == .commit)
        #expect(platform.settle(.commit) == [0])
        #expect(platform.status(Request.getAssertion(allowing: [wrapped.id]).message) == .noCredentials)
        #expect(platform.status(Request.getAssertion().message) == .noCredentials)
        #expect(try platform.tryPIN("1234") == .pinNotSet)
        // What verifiers have seen of the counter stays true.
        #expect(try platform.storedState().signatureCounter == assertion.data.counter)
    }
}
