import Activation
import OTPCore
import Testing

@Suite("A device is activated")
struct ActivationDecisionTests {
    @Test func withItsSerialNumberAndFirstCode() throws {
        var desk = try Desk.display()
        let decision = try desk.activate(try Desk.code(stepsFromNoon: 0))
        let token = try #require(desk.token)
        #expect(decision == .activated(token))
        #expect(token.state == .active(holder: try UserID("anna"), since: Desk.noon))
        #expect(token.clockOffset == 0)
    }

    @Test(arguments: [-20, -2, -1, 0, 1, 2, 20] as [Int64])
    func thoughItsClockIsOffByAFewMinutes(steps: Int64) throws {
        var desk = try Desk.display()
        #expect(try desk.activate(try Desk.code(stepsFromNoon: steps)).isActivated)
        let clock = try #require(desk.token?.clock)
        // The code began to be shown as it was typed, or up to a step and the typing delay before.
        #expect(clock.earliest == .seconds(30 * steps) && clock.latest <= .seconds(30 * steps + 75))
        let offset = try #require(desk.token?.clockOffset)
        #expect(offset == 0 || offset.signum() == steps.signum())
    }

    @Test(arguments: [-23, 21] as [Int64])
    func butNotWhenItIsFurtherOff(steps: Int64) throws {
        var desk = try Desk.display()
        #expect(try desk.activate(try Desk.code(stepsFromNoon: steps)) == .refused(.outOfSync(by: steps)))
        #expect(desk.token?.state == .inStock)
        #expect(desk.token?.lastAccepted == nil)
    }

    @Test func onlyWithTheHoldersPassword() throws {
        var desk = try Desk.display()
        let code = try Desk.code(stepsFromNoon: 0)
        #expect(try desk.activate(code, passwordIsRight: false) == .refused(.wrongPassword))
        // A mistyped password does not cost the code.
        #expect(try desk.activate(code).isActivated)
    }

    @Test func onlyOnce() throws {
        var desk = try Desk.display()
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 0)).isActivated)
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 1), at: 1) == .refused(.taken))
    }

    @Test func onlyIfItAndTheHolderAreKnown() throws {
        let code = try Desk.code(stepsFromNoon: 0)
        var desk = try Desk.display()
        let holder = desk.dossier.holder
        desk.dossier = Dossier(desk.dossier.subject, token: desk.token, holder: nil, held: [])
        #expect(try desk.activate(code) == .refused(.unknownHolder))
        desk.dossier = Dossier(desk.dossier.subject, token: nil, holder: holder, held: [])
        #expect(try desk.activate(code) == .refused(.unknownSerialNumber))
    }

    @Test func notWithACodeOfAnotherLength() throws {
        var desk = try Desk(.time(try TOTP(digits: 8)))
        let code = try TOTP(digits: 8).code(at: Desk.noon.seconds, key: Desk.key)
        #expect(try desk.activate(try Code(parsing: String(code.text.dropFirst(2)))) == .refused(.wrongCode))
        #expect(try desk.activate(code).isActivated)
    }

    @Test func thoughSomeoneHasPressedItInTheBox() throws {
        var desk = try Desk.counterDisplay(first: 5)
        #expect(try desk.activate(try Desk.code(counter: 4)) == .refused(.spentCode))
        #expect(try desk.activate(try Desk.code(counter: 26)) == .refused(.outOfSync(by: 21)))
        #expect(try desk.activate(try Desk.code(counter: 25)).isActivated)
        #expect(desk.token?.lastAccepted == 25)
        #expect(desk.token?.clockOffset == 0)
    }

    @Test func notBeforeItsEpoch() throws {
        let late = try TOTP(epoch: Desk.noon.seconds + 1)
        var desk = try Desk(.time(late))
        #expect(try desk.activate(late.code(forStep: 0, key: Desk.key)) == .refused(.wrongCode))
    }

    @Test(arguments: AuthenticatorKind.allCases, AuthenticatorKind.allCases)
    func notBesideAnotherOne(kind: AuthenticatorKind, heldKind: AuthenticatorKind) throws {
        let held = TokenRecord(
            serialNumber: try SerialNumber("0002"),
            kind: heldKind,
            algorithm: .sha1,
            movingFactor: .time(try TOTP()),
            importedAt: Desk.noon,
            state: .active(holder: try UserID("anna"), since: Desk.noon)
        )
        var desk = try Desk(.time(try TOTP()), kind: kind, held: [held])
        // The rule is told only to who has everything right.
        #expect(try desk.activate(try Desk.wrongCode()) == .refused(.wrongCode))
        let code = try Desk.code(stepsFromNoon: 0)
        #expect(try desk.activate(code, passwordIsRight: false) == .refused(.wrongPassword))
        #expect(try desk.activate(code) == .refused(.holdingRule(held: heldKind)))
        #expect(desk.token?.state == .inStock)
        // By then the code has been confirmed, and is spent.
        #expect(try desk.activate(code) == .refused(.spentCode))
    }
}
