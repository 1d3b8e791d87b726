import Activation
import OTPCore
import Testing

@Suite("A device out of sync")
struct ResynchronizationTests {
    private static func activeDesk() throws -> Desk {
        var desk = try Desk.display()
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 0)).isActivated)
        return desk
    }

    @Test func isBroughtBackByTwoConsecutiveCodes() throws {
        var desk = try Self.activeDesk()
        let first = try Desk.code(stepsFromNoon: 60)
        let second = try Desk.code(stepsFromNoon: 61)
        #expect(desk.verify(second, at: 1) == .refused(.wrongCode))
        guard case .resynchronized(let token, holder: _) = desk.resynchronize(first, second, at: 1) else {
            Issue.record("the pair was refused")
            return
        }
        #expect(token.clockOffset == 61)
        // Both are spent, and the next is expected where these were.
        #expect(desk.resynchronize(first, second, at: 1) == .refused(.spentCode))
        #expect(desk.verify(second, at: 1) == .refused(.spentCode))
        #expect(desk.verify(try Desk.code(stepsFromNoon: 62), at: 2).isAccepted)
    }

    @Test(arguments: [(60, 62), (61, 60), (60, 60), (150, 151), (-10, -9)] as [(Int64, Int64)])
    func isNotByOtherPairs(first: Int64, second: Int64) throws {
        var desk = try Self.activeDesk()
        let pair = (try Desk.code(stepsFromNoon: first), try Desk.code(stepsFromNoon: second))
        #expect(desk.resynchronize(pair.0, pair.1, at: 1) == .refused(.wrongCode))
    }

    @Test func bringsItselfBackWithTwoCodesThatFollowEachOther() throws {
        var desk = try Self.activeDesk()
        #expect(desk.verify(try Desk.code(stepsFromNoon: 15), at: 1) == .refused(.outOfSync(by: 13)))
        guard case .resynchronized = desk.verify(try Desk.code(stepsFromNoon: 16), at: 2) else {
            Issue.record("the second code was refused")
            return
        }
        #expect(desk.token?.stray == nil)
        #expect(desk.verify(try Desk.code(stepsFromNoon: 16), at: 2) == .refused(.spentCode))
        #expect(desk.verify(try Desk.code(stepsFromNoon: 20), at: 6).isAccepted)
    }

    @Test func isNotWhenTheSecondCodeDoesNotFitTheFirst() throws {
        var desk = try Self.activeDesk()
        #expect(!desk.verify(try Desk.code(stepsFromNoon: 15), at: 1).isAccepted)
        // Too early for a clock that showed the first one, too late, or after too long.
        #expect(!desk.verify(try Desk.code(stepsFromNoon: 20), at: 1).isAccepted)
        #expect(!desk.verify(try Desk.code(stepsFromNoon: 19), at: 1).isAccepted)
        #expect(!desk.verify(try Desk.code(stepsFromNoon: 19), at: 1).isAccepted)
        #expect(!desk.verify(try Desk.code(stepsFromNoon: 41), at: 23).isAccepted)
        // None of them was a guess.
        #expect(desk.token?.attempts.codes == AttemptCount())
    }

    @Test func isActivatedAtTheSecondCode() throws {
        var desk = try Desk.display()
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 50)) == .refused(.outOfSync(by: 50)))
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 51), at: 1).isActivated)
        #expect(desk.token?.clockOffset == 51)
        #expect(desk.verify(try Desk.code(stepsFromNoon: 52), at: 2).isAccepted)
    }

    @Test func thatCountsItsPressesIsBroughtBackToo() throws {
        var desk = try Desk.counterDisplay()
        #expect(try desk.activate(try Desk.code(counter: 0)).isActivated)
        #expect(desk.verify(try Desk.code(counter: 25)) == .refused(.outOfSync(by: 24)))
        #expect(desk.verify(try Desk.code(counter: 27)) == .refused(.outOfSync(by: 26)))
        #expect(desk.verify(try Desk.code(counter: 28)).isAccepted)
        #expect(desk.resynchronize(try Desk.code(counter: 100), try Desk.code(counter: 101)).isAccepted)
        #expect(desk.verify(try Desk.code(counter: 101)) == .refused(.spentCode))
        #expect(desk.verify(try Desk.code(counter: 102)).isAccepted)
    }

    @Test func ofNobodyIsNotBroughtBack() throws {
        var desk = try Desk.display()
        let pair = (try Desk.code(stepsFromNoon: 0), try Desk.code(stepsFromNoon: 1))
        #expect(desk.resynchronize(pair.0, pair.1, at: 1) == .refused(.notActive))
        desk.dossier = Dossier(desk.dossier.subject, token: nil, holder: nil, held: [])
        #expect(desk.resynchronize(pair.0, pair.1, at: 1) == .refused(.unknownDevice))
    }
}
