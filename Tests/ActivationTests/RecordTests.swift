import Activation
import OTPCore
import Testing

@Suite("Records")
struct RecordTests {
    @Test func printNoPasswordHash() throws {
        let holder = HolderRecord(
            userID: try UserID("anna"),
            password: StoredPassword(encoded: "$scrypt$secret"),
            createdAt: Desk.noon
        )
        #expect(!"\(holder)".contains("scrypt"))
        #expect(!String(reflecting: holder).contains("scrypt"))
    }

    @Test func tellTheBrokersWordsForADevice() {
        #expect(AuthenticatorKind.codeDisplay.authenticationMethod == "code_token")
        #expect(AuthenticatorKind.audioCodeReader.authenticationMethod == "code_reader")
        #expect(AuthenticatorKind(name: "audio-code-reader") == .audioCodeReader)
        #expect(AuthenticatorKind(name: "chip") == nil)
        for kind in AuthenticatorKind.allCases {
            #expect(kind.loginWithPassword.authenticationMethods == ["password", kind.authenticationMethod])
            #expect(kind.loginWithPassword.assuranceLevel == .substantial)
        }
        // A level nobody has confirmed is never above the one of the display.
        #expect(LoginMethod.allCases.filter(\.isLevelAssumed).allSatisfy { $0.assuranceLevel == .substantial })
        #expect(AssuranceLevel.low < .substantial && AssuranceLevel.substantial < .high)
    }

    @Test(arguments: [(-1, -1), (-1000, -1), (-1001, -2), (0, 0), (999, 0), (1000, 1)] as [(Int64, Int64)])
    func countWholeSecondsDownwards(milliseconds: Int64, seconds: Int64) {
        #expect(UnixTime(milliseconds: milliseconds).seconds == seconds)
    }

    @Test func haveWindowsOfABoundedWidth() {
        let narrow = LookAroundWindow(behind: 1, ahead: 1)
        let widest = LookAroundWindow(behind: 1000, ahead: 1000)
        let tooWide = LookAroundWindow(behind: 0, ahead: 1001)
        func windows(_ first: LookAroundWindow, _ later: LookAroundWindow) -> VerificationWindows? {
            VerificationWindows(
                firstCode: first,
                laterCodes: later,
                firstCounterLookAhead: 20,
                laterCounterLookAhead: 10
            )
        }
        #expect(windows(widest, narrow) != nil)
        #expect(windows(tooWide, narrow) == nil)
        #expect(windows(narrow, tooWide) == nil)
    }
}
