import Activation
import OTPCore
import Testing

/// Random attackers and a holder, told to the records and to the simplest model: a list of the times at which a guess was looked at.
@Suite("Whoever guesses, in whatever way")
struct GuessRateTests {
    @Test(arguments: 0..<6 as Range<UInt64>)
    func getsNoMoreTriesThanConfigured(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var desk = try Desk.display()
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 0)).isActivated)
        var callers = (0..<8).map { CallerRecord(id: CallerID("caller-\($0)")) }
        let names: [Dossier.Subject] = [.device(try SerialNumber("0001")), .holder(try UserID("anna"))]
        // No serial number is ever named so often that the device dies.
        desk.rules.throttles.permanentAfter = nil
        let wrong = try Desk.wrongCode()
        var guesses: [Int64] = []
        var logins: [Int64] = []
        var step: Int64 = 0
        for _ in 0..<200 {
            step += Int64.random(in: 0...60, using: &random)
            // A burst at one and the same moment, from several callers under both names.
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let caller = Int.random(in: callers.indices, using: &random)
                desk.name(names.randomElement(using: &random) ?? names[0], caller: callers[caller])
                switch desk.verify(wrong, at: step) {
                case .refused(.wrongCode), .refused(.lastWrongCode): guesses.append(step)
                case .refused(.blocked), .refused(.callerThrottled): break
                case let other: Issue.record("\(other)")
                }
                callers[caller] = desk.dossier.caller ?? callers[caller]
            }
            if Int.random(in: 0..<40, using: &random) == 0 {
                // The holder, with two codes if need be: never kept out.
                desk.name(.holder(try UserID("anna")))
                let pair = (try Desk.code(stepsFromNoon: step), try Desk.code(stepsFromNoon: step + 1))
                step += 1
                #expect(desk.resynchronize(pair.0, pair.1, at: step).isAccepted)
                logins.append(step)
                step += 1
            }
        }
        let perDay = ThrottlePolicy.standard.codes.tries(in: .days(1))
        for start in guesses {
            let day = start..<start + 2880
            let loginsThen = UInt64(logins.filter { day.contains($0) }.count)
            let guessesThen = UInt64(guesses.filter { day.contains($0) }.count)
            // A login ends a row of up to three wrong codes, and a block.
            #expect(guessesThen <= perDay + 3 * loginsThen, "seed \(seed), from step \(start)")
        }
        #expect(guesses.count > 20 && !logins.isEmpty)
    }

    @Test(arguments: 0..<6 as Range<UInt64>)
    func getsNoMoreTriesAsOneCaller(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var caller: CallerRecord? = CallerRecord(id: CallerID("one"))
        var guesses: [Int64] = []
        var milliseconds: Int64 = 0
        let code = try Desk.wrongCode()
        for _ in 0..<600 {
            milliseconds += Int64.random(in: 0...18_000, using: &random)
            // Another device each time, known or not.
            let number = try SerialNumber("\(Int.random(in: 0..<1_000_000, using: &random))")
            var dossier = Dossier(.device(number), token: nil, holder: nil, held: [], caller: caller)
            let presented = PresentedCode(code, at: Desk.noon + Milliseconds(milliseconds))
            if dossier.verify(presented, rules: .standard, key: .decoy) == .refused(.unknownDevice) {
                guesses.append(milliseconds)
            }
            caller = dossier.caller
        }
        // 20 at once, and one more every thirty seconds.
        var tooMany: [Int64] = []
        for (index, start) in guesses.enumerated() {
            for (distance, end) in guesses[index...].enumerated() where distance > 20 + (end - start) / 30_000 {
                tooMany.append(end)
            }
        }
        #expect(tooMany.isEmpty)
        #expect(guesses.count > 100)
    }

    @Test func growsByFixedBlocks() throws {
        #expect(ThrottlePolicy.standard.codes.tries(in: .days(1)) == 27)
        #expect(ThrottlePolicy.standard.passwords.tries(in: .days(1)) == 135)
        #expect(AttemptThrottle(tries: 0, firstBlock: .seconds(1), longestBlock: .seconds(1)) == nil)
        #expect(AttemptThrottle(tries: 1, firstBlock: .seconds(2), longestBlock: .seconds(1)) == nil)
        #expect(AttemptThrottle(tries: 1, firstBlock: .zero, longestBlock: .zero) == nil)
        #expect(RequestThrottle(burst: 0, interval: .seconds(1)) == nil)
        #expect(RequestThrottle(burst: 1, interval: .zero) == nil)
    }
}
