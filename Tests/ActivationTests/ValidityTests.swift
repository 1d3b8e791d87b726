import Activation
import OTPCore
import Testing

@Suite("A device whose key has dates")
struct ValidityTests {
    private static func display(_ validity: ValidityPeriod, held: [TokenRecord] = []) throws -> Desk {
        try Desk(.time(try TOTP()), validity: validity, held: held)
    }

    /// A period from one step to another, both of them in it.
    private static func period(from first: Int64?, to last: Int64?) -> ValidityPeriod {
        ValidityPeriod(
            startsAt: first.map { Desk.time(stepsFromNoon: $0) },
            expiresAt: last.map { Desk.time(stepsFromNoon: $0) }
        )
    }

    @Test(arguments: [(0, false), (1, true), (5, true), (6, false)])
    func isActivatedBetweenThem(step: Int64, isActivated: Bool) throws {
        var desk = try Self.display(Self.period(from: 1, to: 5))
        let decision = try desk.activate(try Desk.code(stepsFromNoon: step), at: step)
        #expect(decision.isActivated == isActivated)
        if !isActivated {
            #expect(decision == .refused(.outsideValidity))
            #expect(decision.answer == .refused)
            #expect(desk.dossier.entry?.reason == .outsideValidity)
        }
    }

    @Test func isNotVerifiedAfterTheLast() throws {
        var desk = try Self.display(Self.period(from: nil, to: 5))
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 0)).isActivated)
        #expect(desk.verify(try Desk.code(stepsFromNoon: 5), at: 5).isAccepted)
        let record = desk.token
        let decision = desk.verify(try Desk.code(stepsFromNoon: 6), at: 6)
        #expect(decision == .refused(.outsideValidity))
        #expect(decision.answer == .refused)
        let pair = (try Desk.code(stepsFromNoon: 7), try Desk.code(stepsFromNoon: 8))
        #expect(desk.resynchronize(pair.0, pair.1, at: 8) == .refused(.outsideValidity))
        // It is no guess, and blocks nothing.
        #expect(desk.token == record)
    }

    @Test func countsAgainstWhoTriesToActivateIt() throws {
        // Else a count that stands still would tell a device that has expired from one that nobody knows.
        var desk = try Self.display(Self.period(from: nil, to: -1))
        for _ in 0..<5 { #expect(try desk.activate(try Desk.code(stepsFromNoon: 0)) == .refused(.outsideValidity)) }
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 0)) == .refused(.holderThrottled))
    }

    @Test func makesRoomForAnotherWhenItHasExpired() throws {
        let old = TokenRecord(
            serialNumber: try SerialNumber("0002"),
            kind: .codeDisplay,
            algorithm: .sha1,
            movingFactor: .time(try TOTP()),
            importedAt: Desk.noon,
            validity: Self.period(from: nil, to: 3),
            state: .active(holder: try UserID("anna"), since: Desk.noon)
        )
        var desk = try Self.display(ValidityPeriod(), held: [old])
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 3), at: 3) == .refused(.holdingRule(held: .codeDisplay)))
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 4), at: 4).isActivated)
        #expect(desk.dossier.held.map(\.state) == [.retired(.replaced, since: Desk.time(stepsFromNoon: 4))])
    }

    @Test func isAnotherDeviceWithOtherDates() throws {
        let desk = try Self.display(Self.period(from: 0, to: 5))
        let other = try Self.display(Self.period(from: 0, to: 6))
        let (token, sameSerialNumber) = (try #require(desk.token), try #require(other.token))
        #expect(token.differences(from: token).isEmpty)
        #expect(token.differences(from: sameSerialNumber) == [.expiryDate])
    }
}
