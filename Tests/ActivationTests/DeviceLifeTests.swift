import Activation
import OTPCore
import Testing

@Suite("A device in its life")
struct DeviceLifeTests {
    private static func held(_ serialNumber: String, block: DeviceBlock? = nil) throws -> TokenRecord {
        TokenRecord(
            serialNumber: try SerialNumber(serialNumber),
            kind: .codeDisplay,
            algorithm: .sha1,
            movingFactor: .time(try TOTP()),
            importedAt: Desk.noon,
            state: .active(holder: try UserID("anna"), since: Desk.noon),
            block: block
        )
    }

    @Test func isBlockedAndUnblockedByAnOperator() throws {
        var desk = try Desk.display()
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 0)).isActivated)
        let block = DeviceBlock.temporary(until: Desk.noon + .hours(1))
        #expect(desk.dossier.block(block, at: Desk.noon) == .done(try #require(desk.token)))
        #expect(desk.verify(try Desk.code(stepsFromNoon: 1), at: 1) == .refused(.blocked(block)))
        // Two codes end a block that wrong codes have brought, not one that an operator has set.
        let pair = (try Desk.code(stepsFromNoon: 1), try Desk.code(stepsFromNoon: 2))
        #expect(desk.resynchronize(pair.0, pair.1, at: 2) == .refused(.blocked(block)))
        #expect(desk.dossier.unblock(at: Desk.noon) == .done(try #require(desk.token)))
        #expect(desk.verify(try Desk.code(stepsFromNoon: 2), at: 2).isAccepted)
    }

    @Test func isForgivenItsWrongCodesByAnOperator() throws {
        var desk = try Desk.display()
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 0)).isActivated)
        for _ in 0..<3 { _ = desk.verify(try Desk.wrongCode()) }
        #expect(desk.token?.block(at: Desk.noon) != nil)
        _ = desk.dossier.unblock(at: Desk.noon)
        #expect(desk.token?.attempts == DeviceAttempts())
        #expect(desk.verify(try Desk.code(stepsFromNoon: 1), at: 1).isAccepted)
    }

    @Test func isNotActivatedWhileItIsBlocked() throws {
        var desk = try Desk.display()
        _ = desk.dossier.block(.temporary(until: Desk.noon + .hours(1)), at: Desk.noon)
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 0)) == .refused(.blocked))
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 120), at: 120).isActivated)
    }

    @Test(arguments: Retirement.allCases)
    func isNobodysOnceItIsRetired(retirement: Retirement) throws {
        var desk = try Desk.display()
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 0)).isActivated)
        #expect(desk.dossier.retire(retirement, at: Desk.noon) == .done(try #require(desk.token)))
        #expect(desk.token?.state == .retired(retirement, since: Desk.noon))
        #expect(desk.token?.holder == nil)
        #expect(desk.verify(try Desk.code(stepsFromNoon: 1), at: 1) == .refused(.notActive))
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 1), at: 1) == .refused(.taken))
        let record = try #require(desk.token)
        #expect(desk.dossier.block(.permanent, at: Desk.noon) == .final(record))
        #expect(desk.dossier.unblock(at: Desk.noon) == .final(record))
        #expect(desk.dossier.retire(.lost, at: Desk.noon) == .final(record))
    }

    @Test func isReplacedWhenItIsDeadAndAnotherIsActivated() throws {
        var desk = try Desk.display(held: [try Self.held("0002", block: .permanent)])
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 0)).isActivated)
        #expect(desk.dossier.held.map(\.state) == [.retired(.replaced, since: Desk.noon)])
    }

    @Test func isNotReplacedWhileItsBlockWillEnd() throws {
        let block = DeviceBlock.temporary(until: Desk.noon + .hours(1))
        var desk = try Desk.display(held: [try Self.held("0002", block: block)])
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 0)) == .refused(.holdingRule(held: .codeDisplay)))
        #expect(desk.dossier.held == [try Self.held("0002", block: block)])
    }

    @Test func isTheOneOfItsHolderThatIsNotDead() throws {
        let dead = try Self.held("0001", block: .permanent)
        let living = try Self.held("0002")
        let dossier = Dossier(of: try UserID("anna"), holder: nil, held: [dead, living])
        #expect(dossier.token == living)
        #expect(dossier.held == [dead])
        #expect(Dossier(of: try UserID("anna"), holder: nil, held: [dead]).token == dead)
    }

    @Test func isUnknownToAnOperatorWithoutARecord() throws {
        var dossier = Dossier(.device(try SerialNumber("0009")), token: nil, holder: nil, held: [])
        #expect(dossier.block(.permanent, at: Desk.noon) == .unknownDevice)
        #expect(dossier.entry?.reason == .unknownDevice)
        #expect(dossier.entry?.serialNumber == (try SerialNumber("0009")))
    }
}
