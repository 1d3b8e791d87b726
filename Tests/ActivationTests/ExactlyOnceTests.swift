import Activation
import OTPCore
import Testing

/// Random stories told to the records and to the simplest model of the rules: a set of spent steps and the last of them.
@Suite("Whatever is presented in whatever order")
struct ExactlyOnceTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func noTimeStepCountsTwiceOrAfterALaterOne(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var desk = try Desk.display()
        try desk.forgiveAnyNumberOfTries()
        var now: Int64 = 0
        var accepted: [Int64] = []
        _ = try desk.activate(try Desk.code(stepsFromNoon: 0))
        accepted.append(0)
        var offset: Int64 = 0
        for _ in 0..<150 {
            now += Int64.random(in: 0...2, using: &random)
            let step = now + Int64.random(in: -4...4, using: &random)
            let isAccepted = desk.verify(try Desk.code(stepsFromNoon: step), at: now).isAccepted
            let isInWindow = abs(step - (now + offset)) <= 1
            let expected = isInWindow && step > (accepted.last ?? 0)
            #expect(isAccepted == expected, "seed \(seed), step \(step) at \(now)")
            if isAccepted {
                accepted.append(step)
                offset = step - now
            }
        }
        #expect(accepted.count > 10)
        #expect(zip(accepted, accepted.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func noCounterCountsTwiceOrAfterALaterOne(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var desk = try Desk.counterDisplay()
        try desk.forgiveAnyNumberOfTries()
        var accepted: [UInt64] = []
        for turn in 0..<150 {
            let next = (accepted.last).map { $0 + 1 } ?? 0
            let counter = UInt64(max(0, Int64(next) + Int64.random(in: -6...25, using: &random)))
            let code = try Desk.code(counter: counter)
            let lookAhead: UInt64 = accepted.isEmpty ? 20 : 10
            let expected = counter >= next && counter <= next + lookAhead
            let isAccepted =
                accepted.isEmpty ? try desk.activate(code).isActivated : desk.verify(code).isAccepted
            #expect(isAccepted == expected, "seed \(seed), turn \(turn), counter \(counter) after \(next)")
            if isAccepted { accepted.append(counter) }
        }
        #expect(accepted.count > 10)
        #expect(zip(accepted, accepted.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func aWrongCodeChangesNothingButTheCount(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var desk = try Desk.display()
        try desk.forgiveAnyNumberOfTries()
        _ = try desk.activate(try Desk.code(stepsFromNoon: 0))
        let before = desk.token
        let window = try (9...11).map { try Desk.code(stepsFromNoon: $0) }
        for _ in 0..<100 {
            let digits = String(Int.random(in: 1_000_000...1_999_999, using: &random)).dropFirst()
            let code = try Code(parsing: String(digits))
            guard !window.contains(code) else { continue }
            #expect(desk.verify(code, at: 10) == .refused(.wrongCode))
        }
        #expect(desk.token?.state == before?.state)
        #expect(desk.token?.lastAccepted == before?.lastAccepted)
        #expect(desk.token?.clockOffset == before?.clockOffset)
    }
}
