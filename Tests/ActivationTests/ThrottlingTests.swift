import Activation
import OTPCore
import Testing

@Suite("Who tries too often")
struct ThrottlingTests {
    private static func activeDesk() throws -> Desk {
        var desk = try Desk.display()
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 0)).isActivated)
        desk.name(.holder(try UserID("anna")))
        return desk
    }

    private static func minutes(_ count: Int64) -> DeviceBlock {
        .temporary(until: Desk.noon + .minutes(count))
    }

    @Test func blocksTheDeviceWithTheThirdWrongCodeInARow() throws {
        var desk = try Self.activeDesk()
        let wrong = try Desk.wrongCode()
        #expect(desk.verify(wrong) == .refused(.wrongCode))
        #expect(desk.verify(wrong) == .refused(.wrongCode))
        let last = desk.verify(wrong)
        #expect(last == .refused(.lastWrongCode(Self.minutes(5))))
        #expect(last.answer == .blocked(Self.minutes(5)))
        #expect(last.answer.retryAfter(from: Desk.noon) == 300)
        // Not even the right code is looked at until the block ends, and nothing that is tried makes it longer.
        #expect(desk.verify(try Desk.code(stepsFromNoon: 9), at: 9) == .refused(.blocked(Self.minutes(5))))
        #expect(desk.verify(wrong, at: 9) == .refused(.blocked(Self.minutes(5))))
        #expect(desk.verify(try Desk.code(stepsFromNoon: 10), at: 10).isAccepted)
    }

    @Test func doesNotIfTheyAreNotInARow() throws {
        var desk = try Self.activeDesk()
        for step in 1...5 as ClosedRange<Int64> {
            let wrong = try Desk.wrongCode()
            #expect(desk.verify(wrong, at: step) == .refused(.wrongCode))
            #expect(desk.verify(wrong, at: step) == .refused(.wrongCode))
            #expect(desk.verify(try Desk.code(stepsFromNoon: step), at: step).isAccepted)
        }
    }

    @Test func isBlockedTwiceAsLongEachTime() throws {
        var desk = try Self.activeDesk()
        var step: Int64 = 0
        var lengths: [Int64] = []
        for _ in 0..<11 {
            for _ in 0..<3 { _ = desk.verify(try Desk.wrongCode(), at: step) }
            let end = try #require(desk.token?.block(at: Desk.time(stepsFromNoon: step))?.end)
            lengths.append((end - Desk.time(stepsFromNoon: step)).count / 60_000)
            step = (end - Desk.noon).count / 30_000
        }
        #expect(lengths == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440])
        // A right code does not make the next block short again; a quiet day does.
        #expect(desk.verify(try Desk.code(stepsFromNoon: step), at: step).isAccepted)
        for _ in 0..<3 { _ = desk.verify(try Desk.wrongCode(), at: step) }
        #expect(desk.token?.block(at: Desk.time(stepsFromNoon: step + 2879)) != nil)
        step += 2 * 2880
        for _ in 0..<3 { _ = desk.verify(try Desk.wrongCode(), at: step) }
        #expect(desk.token?.block(at: Desk.time(stepsFromNoon: step))?.end == Desk.time(stepsFromNoon: step + 10))
    }

    @Test func losesNothingByRepeatingACode() throws {
        var desk = try Self.activeDesk()
        let code = try Desk.code(stepsFromNoon: 0)
        for _ in 0..<20 { #expect(desk.verify(code) == .refused(.spentCode)) }
        #expect(desk.token?.attempts.codes == AttemptCount())
        #expect(desk.verify(try Desk.code(stepsFromNoon: 1), at: 1).isAccepted)
    }

    @Test(
        "the last accepted code is spent and no guess, however long ago",
        arguments: [1, 20, 200, 1_000_000] as [Int64]
    )
    func countsNoLateRepetition(later: Int64) throws {
        var desk = try Self.activeDesk()
        let code = try Desk.code(stepsFromNoon: 1)
        #expect(desk.verify(code, at: 1).isAccepted)
        desk.name(.device(try SerialNumber("0001")), caller: CallerRecord(id: CallerID("portal")))
        for _ in 0..<20 { #expect(desk.verify(code, at: 1 + later) == .refused(.spentCode)) }
        #expect(desk.token?.attempts == DeviceAttempts())
        #expect(desk.dossier.caller == CallerRecord(id: CallerID("portal")))
        #expect(try desk.activate(code, at: 1 + later) == .refused(.taken))
        #expect(desk.dossier.holder?.attempts == HolderAttempts())
        // Any other code of long ago is a guess.
        #expect(desk.verify(try Desk.code(stepsFromNoon: 0), at: 100_000_000) == .refused(.wrongCode))
    }

    @Test("the last accepted counter is spent and no guess after many presses")
    func countsNoLateRepetitionOfACounter() throws {
        var desk = try Desk.counterDisplay()
        #expect(try desk.activate(try Desk.code(counter: 0)).isActivated)
        for counter in stride(from: 10, through: 50, by: 10) as StrideThrough<UInt64> {
            #expect(desk.verify(try Desk.code(counter: counter)).isAccepted)
        }
        for _ in 0..<20 { #expect(desk.verify(try Desk.code(counter: 50)) == .refused(.spentCode)) }
        #expect(desk.token?.attempts.codes == AttemptCount())
        // The code of a counter that was skipped long ago is a guess.
        #expect(desk.verify(try Desk.code(counter: 1)) == .refused(.wrongCode))
    }

    @Test("a pair of codes that was accepted is spent and no guess")
    func countsNoRepeatedPair() throws {
        var desk = try Self.activeDesk()
        let pair = (try Desk.code(stepsFromNoon: 60), try Desk.code(stepsFromNoon: 61))
        #expect(desk.resynchronize(pair.0, pair.1, at: 61).isAccepted)
        for _ in 0..<20 { #expect(desk.resynchronize(pair.0, pair.1, at: 5000) == .refused(.spentCode)) }
        #expect(desk.token?.attempts == DeviceAttempts())
        // One of the two is not the pair.
        #expect(desk.resynchronize(pair.1, pair.0, at: 5000) == .refused(.wrongCode))
        #expect(desk.resynchronize(pair.0, pair.0, at: 5000) == .refused(.wrongCode))
    }

    @Test("a look-ahead is as wide as configured, whatever the windows of time", arguments: [51, 100, 101] as [UInt64])
    func looksAsFarAheadAsConfigured(distance: UInt64) throws {
        var desk = try Desk.counterDisplay()
        desk.rules.windows = try #require(
            VerificationWindows(
                firstCode: LookAroundWindow(behind: 5, ahead: 5),
                laterCodes: LookAroundWindow(behind: 1, ahead: 1),
                firstCounterLookAhead: 20,
                laterCounterLookAhead: 100
            )
        )
        #expect(try desk.activate(try Desk.code(counter: 20)).isActivated)
        // The next one is expected at 21.
        let decision = desk.verify(try Desk.code(counter: 21 + distance))
        #expect(decision.isAccepted == (distance <= 100))
        #expect((decision == .refused(.outOfSync(by: 101))) == (distance == 101))
    }

    @Test func killsTheDeviceWithTheFifteenthWrongCodeUnderItsSerialNumber() throws {
        var desk = try Self.activeDesk()
        desk.name(.device(try SerialNumber("0001")))
        var step: Int64 = 0
        for turn in 1...15 {
            let decision = desk.verify(try Desk.wrongCode(), at: step)
            if turn == 15 {
                #expect(decision == .refused(.lastWrongCode(.permanent)))
                #expect(decision.answer.retryAfter(from: Desk.noon) == nil)
            }
            if case .refused(.lastWrongCode(.temporary(let end))) = decision { step = (end - Desk.noon).count / 30_000 }
        }
        #expect(desk.verify(try Desk.code(stepsFromNoon: step), at: step) == .refused(.blocked(.permanent)))
        let pair = (try Desk.code(stepsFromNoon: step), try Desk.code(stepsFromNoon: step + 1))
        #expect(desk.resynchronize(pair.0, pair.1, at: step + 1) == .refused(.blocked(.permanent)))
        #expect(desk.dossier.unblock(at: Desk.noon) == .final(try #require(desk.token)))
    }

    @Test func neverKillsItWithAUserIDAlone() throws {
        var desk = try Self.activeDesk()
        var step: Int64 = 0
        for _ in 0..<60 {
            let decision = desk.verify(try Desk.wrongCode(), at: step)
            #expect(decision != .refused(.lastWrongCode(.permanent)))
            if case .refused(.lastWrongCode(.temporary(let end))) = decision { step = (end - Desk.noon).count / 30_000 }
        }
        #expect(desk.verify(try Desk.code(stepsFromNoon: step), at: step).isAccepted)
    }

    @Test func cannotKeepOutWhoHasTheDevice() throws {
        var desk = try Self.activeDesk()
        for step in [5, 50, 500] as [Int64] {
            for _ in 0..<3 { _ = desk.verify(try Desk.wrongCode(), at: step) }
            #expect(desk.token?.block(at: Desk.time(stepsFromNoon: step)) != nil)
            // The holder waits for the next code and sends both.
            let pair = (try Desk.code(stepsFromNoon: step), try Desk.code(stepsFromNoon: step + 1))
            #expect(desk.resynchronize(pair.0, pair.1, at: step + 1).isAccepted)
            #expect(desk.verify(pair.1, at: step + 1) == .refused(.spentCode))
            #expect(desk.verify(try Desk.code(stepsFromNoon: step + 2), at: step + 2).isAccepted)
        }
    }

    @Test func guessesPairsAtTheirOwnRate() throws {
        var desk = try Self.activeDesk()
        let wrong = try Desk.wrongCode()
        for _ in 0..<10 { #expect(desk.resynchronize(wrong, wrong) == .refused(.wrongCode)) }
        #expect(desk.resynchronize(wrong, wrong) == .refused(.deviceThrottled))
        // It took nothing from the codes, and a second later there is one more.
        #expect(desk.token?.attempts.codes == AttemptCount())
        let later = PresentedCode(wrong, at: Desk.noon + .seconds(1))
        #expect(desk.dossier.resynchronize(wrong, later, rules: desk.rules, key: Desk.key) == .refused(.wrongCode))
        #expect(
            desk.dossier.resynchronize(wrong, later, rules: desk.rules, key: Desk.key) == .refused(.deviceThrottled)
        )
    }

    @Test func isAskedToWaitAsACallerWhateverTheDevice() throws {
        var desk = try Self.activeDesk()
        let unknown = Dossier.Subject.device(try SerialNumber("9999"))
        var caller: CallerRecord? = CallerRecord(id: CallerID("192.0.2.1"))
        let wrong = PresentedCode(try Desk.wrongCode(), at: Desk.noon)
        for _ in 0..<20 {
            var dossier = Dossier(unknown, token: nil, holder: nil, held: [], caller: caller)
            #expect(dossier.verify(wrong, rules: .standard, key: .decoy) == .refused(.unknownDevice))
            caller = dossier.caller
        }
        desk.name(.holder(try UserID("anna")), caller: caller)
        let until = Desk.noon + .seconds(30)
        let right = try Desk.code(stepsFromNoon: 0)
        #expect(desk.verify(right) == .refused(.callerThrottled(until: until)))
        #expect(try desk.activate(right).answer == .throttled(until: until))
        #expect(try desk.activate(right).answer.retryAfter(from: Desk.noon) == 30)
        #expect(desk.verify(right, atMilliseconds: 29_999) == .refused(.callerThrottled(until: until)))
        #expect(desk.verify(right, atMilliseconds: 30_000) == .refused(.spentCode))
    }
}
