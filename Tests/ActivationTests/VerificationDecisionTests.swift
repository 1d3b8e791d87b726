import Activation
import OTPCore
import Testing

@Suite("A later code")
struct VerificationDecisionTests {
    @Test func isAcceptedOnce() throws {
        var desk = try Desk.display()
        _ = try desk.activate(try Desk.code(stepsFromNoon: 0))
        let code = try Desk.code(stepsFromNoon: 1)
        let decision = desk.verify(code, at: 1)
        #expect(decision == .accepted(try #require(desk.token), holder: try UserID("anna")))
        #expect(desk.verify(code, at: 1) == .refused(.spentCode))
    }

    @Test func isNotTheOneOfTheActivation() throws {
        var desk = try Desk.display()
        let code = try Desk.code(stepsFromNoon: 0)
        #expect(try desk.activate(code).isActivated)
        #expect(desk.verify(code) == .refused(.spentCode))
        #expect(desk.verify(code, at: 1) == .refused(.spentCode))
    }

    @Test func isNotEarlierThanTheLastOne() throws {
        var desk = try Desk.display()
        _ = try desk.activate(try Desk.code(stepsFromNoon: -1))
        #expect(desk.verify(try Desk.code(stepsFromNoon: 3), at: 3).isAccepted)
        #expect(desk.verify(try Desk.code(stepsFromNoon: 2), at: 3) == .refused(.spentCode))
        #expect(desk.verify(try Desk.code(stepsFromNoon: 4), at: 3).isAccepted)
    }

    @Test(arguments: [(-3, false), (-2, true), (0, true), (2, true), (3, false)] as [(Int64, Bool)])
    func liesCloseToTheExpectedOne(distance: Int64, isAccepted: Bool) throws {
        var desk = try Desk.display()
        _ = try desk.activate(try Desk.code(stepsFromNoon: 0))
        #expect(desk.verify(try Desk.code(stepsFromNoon: 100 + distance), at: 100).isAccepted == isAccepted)
    }

    @Test func isExpectedWhereTheFirstOneShowedTheClockToBe() throws {
        var desk = try Desk.display()
        _ = try desk.activate(try Desk.code(stepsFromNoon: -15))
        #expect(desk.verify(try Desk.code(stepsFromNoon: 100), at: 100) == .refused(.outOfSync(by: 14)))
        #expect(desk.verify(try Desk.code(stepsFromNoon: 85), at: 100).isAccepted)
    }

    @Test func isFollowedWhenTheClockDrifts() throws {
        var desk = try Desk.display()
        _ = try desk.activate(try Desk.code(stepsFromNoon: 0))
        // A step slower every week, for half a year.
        for week in 1...26 as ClosedRange<Int64> {
            let now = 20_160 * week
            #expect(desk.verify(try Desk.code(stepsFromNoon: now - week), at: now).isAccepted)
        }
        let offset = try #require(desk.token?.clockOffset)
        #expect((-26 ... -24).contains(offset))
    }

    @Test func isRefusedByADeviceThatNobodyHas() throws {
        var desk = try Desk.display()
        #expect(desk.verify(try Desk.code(stepsFromNoon: 0)) == .refused(.notActive))
        desk.dossier = Dossier(desk.dossier.subject, token: nil, holder: nil, held: [])
        #expect(desk.verify(try Desk.code(stepsFromNoon: 0)) == .refused(.unknownDevice))
    }

    @Test func ofACounterLiesAheadOfTheLastOne() throws {
        var desk = try Desk.counterDisplay()
        try desk.forgiveAnyNumberOfTries()
        #expect(try desk.activate(try Desk.code(counter: 0)).isActivated)
        #expect(desk.verify(try Desk.code(counter: 12)) == .refused(.outOfSync(by: 11)))
        #expect(desk.verify(try Desk.code(counter: 11)).isAccepted)
        for counter in 0...11 as ClosedRange<UInt64> {
            #expect(!desk.verify(try Desk.code(counter: counter)).isAccepted)
        }
        #expect(desk.verify(try Desk.code(counter: 5)) == .refused(.spentCode))
        #expect(desk.verify(try Desk.code(counter: 12)).isAccepted)
    }

    @Test func ofTheLastCounterIsTheLastCode() throws {
        var desk = try Desk.counterDisplay(first: UInt64.max)
        #expect(try desk.activate(try Desk.code(counter: UInt64.max)).isActivated)
        #expect(desk.verify(try Desk.code(counter: UInt64.max)) == .refused(.spentCode))
        #expect(desk.verify(try Desk.code(counter: 0)) == .refused(.wrongCode))
    }

    @Test(arguments: [Int64.min, -1, 0, Int64.max])
    func isJudgedAtAnyTime(milliseconds: Int64) throws {
        var desk = try Desk.display()
        _ = try desk.activate(try Desk.code(stepsFromNoon: 20))
        let presented = PresentedCode(
            try Desk.code(stepsFromNoon: 21),
            at: UnixTime(milliseconds: milliseconds)
        )
        let decision = desk.dossier.verify(presented, rules: .standard, key: Desk.key)
        #expect(!decision.isAccepted)
    }
}
