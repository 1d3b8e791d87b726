import Activation
import OTPCore
import Testing

@Suite("A refused activation")
struct SameAnswerTests {
    /// Every desk at which a request is refused for another reason.
    private static func desks() throws -> [(Desk, Code, passwordIsRight: Bool)] {
        let right = try Desk.code(stepsFromNoon: 0)
        let wrong = try Desk.wrongCode()
        let fresh = try Desk.display()
        var unknownHolder = fresh
        unknownHolder.dossier = Dossier(fresh.dossier.subject, token: fresh.token, holder: nil, held: [])
        var unknownDevice = fresh
        unknownDevice.dossier = Dossier(fresh.dossier.subject, token: nil, holder: fresh.dossier.holder, held: [])
        var taken = fresh
        _ = try taken.activate(try Desk.code(stepsFromNoon: -1))
        var blocked = fresh
        _ = blocked.dossier.block(.permanent, at: Desk.noon)
        var lost = fresh
        _ = lost.dossier.retire(.lost, at: Desk.noon)
        var holderThrottled = fresh
        for _ in 0..<5 { _ = try holderThrottled.activate(wrong) }
        let counter = try Desk.counterDisplay()
        return [
            (unknownHolder, right, true), (unknownDevice, right, true), (taken, right, true), (blocked, right, true),
            (lost, right, true), (holderThrottled, right, true), (fresh, wrong, true), (fresh, right, false),
            (fresh, wrong, false), (fresh, try Desk.code(stepsFromNoon: 40), true), (counter, wrong, true),
        ]
    }

    @Test func isAnsweredAlikeWhateverTheReason() throws {
        var reasons: Set<AuditReason> = []
        for (desk, code, passwordIsRight) in try Self.desks() {
            var desk = desk
            let decision = try desk.activate(code, passwordIsRight: passwordIsRight)
            #expect(decision.answer == .refused)
            #expect(decision.answer.retryAfter(from: Desk.noon) == nil)
            reasons.insert(decision.reason)
            // The operator is told.
            #expect(desk.dossier.entry?.reason == decision.reason)
        }
        #expect(reasons.count == 8)
    }

    @Test(arguments: [TokenRecord.Search.firstCode, .laterCode, .resynchronization])
    func takesAsManyCodesWhateverTheDevice(search: TokenRecord.Search) throws {
        var counts: Set<UInt64> = []
        for (desk, _, _) in try Self.desks() {
            guard let token = desk.token else { continue }
            for milliseconds in [0, 3_600_000, 400_000_000_000, Int64.max, -1_795_348_800_000] as [Int64] {
                let arrival = Desk.noon + Milliseconds(milliseconds)
                counts.insert(token.candidates(search, at: arrival, within: .standard).count)
            }
        }
        #expect(counts == [search == .firstCode ? 241 : search == .laterCode ? 41 : 201])
    }

    @Test(
        "a search takes as many codes for a device of either kind, whatever the windows",
        arguments: [(5, 20, 2, 100), (0, 1000, 0, 1000), (1000, 0, 1000, 0), (120, 20, 10, 10)]
            as [(UInt32, UInt32, UInt32, UInt32)]
    )
    func countsAlike(firstCode: UInt32, firstLookAhead: UInt32, laterCodes: UInt32, laterLookAhead: UInt32) throws {
        let windows = try #require(
            VerificationWindows(
                firstCode: LookAroundWindow(behind: firstCode, ahead: firstCode),
                laterCodes: LookAroundWindow(behind: laterCodes, ahead: laterCodes),
                firstCounterLookAhead: firstLookAhead,
                laterCounterLookAhead: laterLookAhead
            )
        )
        let display = try #require(try Desk.display().token)
        let counter = try #require(try Desk.counterDisplay().token)
        for search in [TokenRecord.Search.firstCode, .laterCode, .resynchronization] {
            let first = display.candidates(search, at: Desk.noon, within: windows)
            let second = counter.candidates(search, at: Desk.noon, within: windows)
            #expect(first.count == second.count)
            // No window is cut to what the other kind of device needs.
            let lookAhead = search == .firstCode ? firstLookAhead : laterLookAhead
            #expect(second.window == 0...UInt64(lookAhead))
        }
    }

    @Test func ofALaterCodeTellsNoTypoFromADeviceOutOfSync() throws {
        var desk = try Desk.display()
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 0)).isActivated)
        let typo = desk.verify(try Desk.wrongCode())
        let outOfSync = desk.verify(try Desk.code(stepsFromNoon: 15))
        let spent = desk.verify(try Desk.code(stepsFromNoon: 0))
        #expect((typo.reason, outOfSync.reason, spent.reason) == (.wrongCode, .outOfSync, .spentCode))
        #expect(typo.answer == .refused && outOfSync.answer == .refused && spent.answer == .refused)
        desk.dossier = Dossier(.holder(try UserID("bo")), token: nil, holder: nil, held: [])
        #expect(desk.verify(try Desk.wrongCode()).answer == .refused)
    }
}
