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
        var accepted: [Int64] = [0]
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 0)).isActivated)
        for _ in 0..<150 {
            now += Int64.random(in: 0...2, using: &random)
            // What the device shows now or showed a step ago, what was accepted before, or what it never shows near here.
            let step =
                switch Int.random(in: 0..<4, using: &random) {
                case 0: accepted.randomElement(using: &random) ?? 0
                case 1: now + 100
                default: now - Int64.random(in: 0...1, using: &random)
                }
            let isAccepted = desk.verify(try Desk.code(stepsFromNoon: step), at: now).isAccepted
            let expected = (now - 1...now).contains(step) && step > (accepted.last ?? 0)
            #expect(isAccepted == expected, "seed \(seed), step \(step) at \(now)")
            if isAccepted { accepted.append(step) }
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
        var stray: UInt64?
        for turn in 0..<150 {
            let next = (accepted.last).map { $0 + 1 } ?? 0
            let isNextStray = stray != nil && Bool.random(using: &random)
            let distance = isNextStray ? Int64(stray ?? 0) + 1 - Int64(next) : Int64.random(in: -6...25, using: &random)
            let counter = UInt64(max(0, Int64(next) + distance))
            let code = try Desk.code(counter: counter)
            let lookAhead: UInt64 = accepted.isEmpty ? 20 : 10
            let isInWindow = counter >= next && counter <= next + lookAhead
            let isKnown = counter > next + lookAhead && counter <= next + (accepted.isEmpty ? 220 : 30)
            let expected = isInWindow || (isKnown && stray.map { counter == $0 + 1 } ?? false)
            let isAccepted =
                accepted.isEmpty ? try desk.activate(code).isActivated : desk.verify(code).isAccepted
            #expect(isAccepted == expected, "seed \(seed), turn \(turn), counter \(counter) after \(next)")
            if isAccepted {
                accepted.append(counter)
                stray = nil
            } else if isKnown {
                stray = counter
            }
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
        let window = try (-10...30).map { try Desk.code(stepsFromNoon: $0) }
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
